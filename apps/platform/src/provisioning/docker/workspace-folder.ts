import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import type { BackendFailure } from '../backend.js';
import { failure } from './engine/engine.js';

/** Whoever can write here, or read all of it, owns the machine. */
const ofTheSystem = ['/etc', '/var', '/proc', '/sys', '/dev', '/boot', '/run', '/sbin', '/bin', '/lib', '/usr'];

const isWithin = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
};

const refused = (path: string, reason: string): BackendFailure => failure('WORKSPACE_DIR_REFUSED', { path, reason });

const real = (path: string): Promise<string | null> => realpath(path).catch(() => null);

/** Which folders of this machine may become the /workspace of an agent. */
export class WorkspaceFolders {
  /** `allowed`: absolute paths; an empty list allows none. `dataDir`: of this platform, never given away. */
  constructor(
    private readonly allowed: readonly string[],
    private readonly dataDir: string,
  ) {}

  /** The folder itself, without any link on the way. Throws BackendFailure WORKSPACE_DIR_REFUSED. */
  async check(path: string): Promise<string> {
    if (!isAbsolute(path) || path.includes('\0')) throw refused(path, 'it is not an absolute path.');
    const folder = await real(path);
    if (folder === null || !(await stat(folder)).isDirectory()) throw refused(path, 'there is no such folder here.');
    if (folder === '/' || ofTheSystem.some((system) => isWithin(folder, system)) || /^\/lib/.test(folder))
      throw refused(path, 'it belongs to the system.');
    const data = (await real(this.dataDir)) ?? this.dataDir;
    if (isWithin(folder, data) || isWithin(data, folder)) throw refused(path, "it holds the platform's own data.");
    const allowed = await Promise.all(this.allowed.map(real));
    if (!allowed.some((root) => root !== null && isWithin(folder, root)))
      throw refused(path, 'it is not below a folder that the operator allowed.');
    return folder;
  }
}
