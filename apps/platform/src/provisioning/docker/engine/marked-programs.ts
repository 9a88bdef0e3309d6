import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from './engine.js';
import { openExec } from './open-exec.js';

const graceMs = 500;

/**
 * Hangs up every process whose environment has the mark, and kills what is left when its own input ends. Only what every
 * shell has built in: an image may bring nothing else, and a container at its limit of processes lets none be started.
 */
const script = `
mark=$1
signal() {
  for folder in /proc/[0-9]*; do
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in *"$mark"*) kill -s "$1" "\${folder##*/}" ;; esac
    done < "$folder/environ"
  done
} 2>/dev/null
signal HUP
read -r end
signal KILL
`;

/** A variable for the environment of one program, by which it and all that it starts are found again. */
export const newMark = (): string => `GUILDHALL_MARK=${randomUUID()}`;

/**
 * The engine lets a program go on when nobody listens to it any more: this ends what carries the mark. Never throws: when
 * the container or the engine is gone, or there is no shell, nothing can be done from here.
 */
export const endMarked = async (engine: Engine, container: string, mark: string): Promise<void> => {
  try {
    const Cmd = ['/bin/sh', '-c', script, 'sh', mark];
    const ending = await openExec(engine, container, { AttachStdin: true, AttachStdout: true, Cmd, WorkingDir: '/' });
    if (ending === null) return;
    ending.stream.on('error', () => undefined).resume();
    await delay(graceMs);
    ending.stream.end();
  } catch {
    return;
  }
};
