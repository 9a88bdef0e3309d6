import type { Duplex } from 'node:stream';
import type { Exec, ExecCreateOptions, ExecStartOptions } from 'dockerode';
import type { Engine } from './engine.js';

/** A program that was begun in a container, with its input and output. */
export interface OpenExec {
  exec: Exec;
  stream: Duplex;
}

const notRunning = [404, 409];

/**
 * Begins a program in a container; null: the container does not run, or is not there. `onLate`: the engine began it after
 * its time limit, when no caller waits any more; the stream is closed already.
 */
export const openExec = async (
  engine: Engine,
  container: string,
  options: ExecCreateOptions,
  onLate: (exec: Exec) => void = () => undefined,
): Promise<OpenExec | null> => {
  const exec = await engine.call((docker) => docker.getContainer(container).exec(options), { tolerate: notRunning });
  if (exec === null) return null;
  const begin: ExecStartOptions = { hijack: true, stdin: true, ...(options.Tty === true ? { Tty: true } : {}) };
  const stream = await engine.call(() => exec.start(begin), {
    tolerate: notRunning,
    onLate: (late) => {
      late.destroy();
      onLate(exec);
    },
  });
  return stream === null ? null : { exec, stream };
};
