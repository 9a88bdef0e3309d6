import type { Exec } from 'dockerode';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from './engine.js';
import { openExec } from './open-exec.js';

const graceMs = 500;
const endedWithinMs = 5_000;
const tries = 10;

/**
 * Hangs up every process whose environment has the mark, and kills what is left when its own input ends, until
 * a look finds none: one may start another meanwhile. Only what every shell has built in: an image may bring nothing else,
 * and a container at its limit of processes lets none be started.
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
  [ "$found" ] || break
done
`;

/** A variable for the environment of one program, by which it and all that it starts are found again. */
export const newMark = (): string => `GUILDHALL_MARK=${randomUUID()}`;

/**
 * The engine lets a program go on when nobody listens to it any more: this ends it, and all that carries the mark. `exec`:
 * the program itself, which the engine may only be about to begin. Never throws: when the container or the engine is gone,
 * or there is no shell, nothing can be done from here.
 */
export const endMarked = async (engine: Engine, container: string, mark: string, exec: Exec): Promise<void> => {
  try {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      if (!(await signalled(engine, container, mark))) return;
      const { Running, ExitCode } = await engine.call(() => exec.inspect());
      // Before its beginning it does not run either, and has no code.
      if (!Running && ExitCode !== null) return;
    }
  } catch {
    return;
  }
};

/** False: the container does not run. */
const signalled = async (engine: Engine, container: string, mark: string): Promise<boolean> => {
  const Cmd = ['/bin/sh', '-c', script, 'sh', mark];
  const ending = await openExec(engine, container, { AttachStdin: true, AttachStdout: true, Cmd, WorkingDir: '/' });
  if (ending === null) return false;
  // A connection that breaks is an end like any other here: what is left is seen by who asked for it.
  const ended = new Promise((resolve) => ending.stream.once('close', resolve).on('error', resolve));
  ending.stream.resume();
  await delay(graceMs);
  ending.stream.end();
  await Promise.race([ended, delay(endedWithinMs, undefined, { ref: false })]);
  // An engine may keep the connection open for ever when the container went away meanwhile.
  ending.stream.destroy();
  return true;
};
