import { GuildhallError, type Access } from '@guildhall/contracts';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import type { AgentStart } from '../../backend-port/backend.js';

/** A program that can write here, or read all of it, owns the machine. */
const ofTheSystem = ['/etc', '/var', '/proc', '/sys', '/dev', '/boot', '/run', '/sbin', '/bin', '/lib', '/usr'];

const isWithin = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
};

const isOfTheSystem = (folder: string): boolean =>
  folder === '/' || ofTheSystem.some((system) => isWithin(folder, system)) || /^\/lib/.test(folder);

const refused = (path: string, reason: string): GuildhallError =>
  new GuildhallError('WORKSPACE_DIR_REFUSED', { path, reason });

const real = (path: string): Promise<string | null> => realpath(path).catch(() => null);

/** All absolute paths. */
export interface GivableFolders {
  /** Below these an agent may be given any folder; an empty list allows none. */
  allowed: readonly string[];
  /**
   * Below these every agent may be given a folder to read, unless there is a `.env` in it, and none to write: what lies
   * there runs as other agents.
   */
  templates: readonly string[];
  /** Of this platform, never given away. */
  dataDir: string;
}

/** Which folders of this machine may become the /workspace of an agent. */
export class WorkspaceFolders {
  constructor(private readonly folders: GivableFolders) {}

  /**
   * The folder that an agent is to have, without any link on the way; null: one of its own. Throws GuildhallError
   * WORKSPACE_DIR_REFUSED.
   */
  async givenTo({ access, workspaceDir }: Pick<AgentStart, 'access' | 'workspaceDir'>): Promise<string | null> {
    return access === 'none' || workspaceDir === null ? null : this.check(workspaceDir, access);
  }

  private async check(path: string, access: Access): Promise<string> {
    if (!isAbsolute(path) || path.includes('\0')) throw refused(path, 'it is not an absolute path.');
    const folder = await real(path);
    if (folder === null || !(await stat(folder)).isDirectory()) throw refused(path, 'there is no such folder here.');
    const { allowed, templates, dataDir } = this.folders;
    const data = (await real(dataDir)) ?? dataDir;
    const [givable, readable] = [await existing(allowed), await existing(templates)];
    const isWritten = access === 'read_write';
    // Where Guildhall itself is installed below /usr, its templates may still be read.
    const isTemplate = readable.some((root) => isWithin(folder, root));
    if (isOfTheSystem(folder) && (isWritten || !isTemplate)) throw refused(path, 'it belongs to the system.');
    if (isWithin(folder, data) || isWithin(data, folder)) throw refused(path, "it holds the platform's own data.");
    const given = readable.flatMap((root) => (isWithin(folder, root) ? folder : isWithin(root, folder) ? root : []));
    if (isWritten && given.length > 0) throw refused(path, 'it holds templates, which agents can only read.');
    if ((await Promise.all(given.map(holdsVariables))).includes(true))
      throw refused(path, 'it holds templates with a .env, which no agent can read.');
    if (!isTemplate && !givable.some((root) => isWithin(folder, root)))
      throw refused(path, 'it is not below a folder that the operator allowed.');
    return folder;
  }
}

const holdsVariables = async (folder: string): Promise<boolean> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).some(({ name }) => name === '.env');

const existing = async (paths: readonly string[]): Promise<string[]> =>
  (await Promise.all(paths.map(real))).filter((path) => path !== null);
