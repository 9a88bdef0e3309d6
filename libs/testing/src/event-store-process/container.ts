import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The file that `docker run --cidfile` writes. Docker refuses to start a container where there is one already. */
export const containerFile = (data: string): string => join(data, 'container');

/** The container that the node in this folder runs in: signals of the host do not reach it. Null: no container. */
export const containerIn = (data: string): string | null => {
  const file = containerFile(data);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || null : null;
};

/** Throws with what Docker answered. */
export const docker = async (...args: readonly string[]): Promise<void> => {
  await run('docker', [...args]);
};
