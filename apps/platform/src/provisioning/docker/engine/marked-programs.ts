import type { Exec } from 'dockerode';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { statusOf, type Engine } from './engine.js';
import { openExec } from './open-exec.js';

const graceMs = 500;
const endedWithinMs = 5_000;
const tries = 10;
const againMs = 50;

/**
 * Hangs up every process whose environment has the mark, and kills what is left when its own input ends, until
 * a look finds none: one may start another meanwhile. Exit code 0: the last look found none. Only what every shell has built
 * in: an image may bring nothing else, and a container at its limit of processes lets none be started.
 */
const script = `
mark=$1
signal() {
  for folder in /proc/[0-9]*; do
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in *"$mark"*) kill -s "$1" "\${folder##*/}"; found=yes ;; esac
    done < "$folder/environ"
  done
} 2>/dev/null
signal HUP
read -r end
for pass in 1 2 3 4 5 6 7 8 9 10; do
  found=
  signal KILL
  [ "$found" ] || exit 0
done
exit 1
`;

/** A variable for the environment of one program, by which it and all that it starts are found again. */
export const newMark = (): string => `GUILDHALL_MARK=${randomUUID()}`;

/**
 * The engine lets a program run on when no client listens to it any more: this ends it, and all that carries the mark. `exec`:
 * the program itself, which the engine may only be about to begin. Never throws: when the container or the engine is gone,
 * or there is no shell, nothing can be done from here.
 */
export const endMarked = async (engine: Engine, container: string, mark: string, exec: Exec): Promise<void> => {
  try {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const look = await lookFor(engine, container, mark);
      if (look === 'not running' || (look === 'none left' && (await isOver(engine, exec)))) return;
      // Near its limit of processes a container often has no room for the program that looks.
      await delay(attempt * againMs, undefined, { ref: false });
    }
  } catch {
    return;
  }
};

/** Before its beginning a program does not run either, and has no code. */
const isOver = async (engine: Engine, exec: Exec): Promise<boolean> => {
  const { Running, ExitCode } = await engine.call(() => exec.inspect());
  return !Running && ExitCode !== null;
};

const lookFor = async (
  engine: Engine,
  container: string,
  mark: string,
): Promise<'none left' | 'not running' | 'unknown'> => {
  const Cmd = ['/bin/sh', '-c', script, 'sh', mark];
  const options = { AttachStdin: true, AttachStdout: true, Cmd, WorkingDir: '/' };
  const ending = await openExec(engine, container, options).catch((error: unknown) => {
    // Of the versions of the engine some answer so when there was no room for it.
    if (statusOf(error) === null) throw error;
    return 'refused' as const;
  });
  if (ending === null) return 'not running';
  if (ending === 'refused') return 'unknown';
  // A connection that breaks is an end like any other here: what is left is seen by who asked for it.
  const ended = new Promise((resolve) => ending.stream.once('close', resolve).on('error', resolve));
  ending.stream.resume();
  await Promise.race([ended, delay(graceMs)]);
  ending.stream.end();
  await Promise.race([ended, delay(endedWithinMs, undefined, { ref: false })]);
  // An engine may keep the connection open for ever when the container went away meanwhile.
  ending.stream.destroy();
  const { ExitCode } = await engine.call(() => ending.exec.inspect());
  return ExitCode === 0 ? 'none left' : 'unknown';
};
