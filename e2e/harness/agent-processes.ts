import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Workspace of every agent process that an installation has started and that runs now, each as often as it runs. */
export const agentsOf = (dataDir: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = environmentOf(pid);
      const isOurs = environment.get('HOME')?.startsWith(join(dataDir, 'agents')) === true;
      const workspace = environment.get('WORKSPACE_ID');
      return isOurs && environment.has('GUILDHALL_COMMAND') && workspace !== undefined ? [workspace] : [];
    });

/** Empty for a process that has ended meanwhile. */
const environmentOf = (pid: string): ReadonlyMap<string, string> => {
  try {
    const items = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return new Map(items.map((item) => [item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]));
  } catch {
    return new Map();
  }
};
