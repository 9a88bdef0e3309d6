import { fileRoots, type FileRoot } from '@guildhall/agent-files';
import { GuildhallError } from '@guildhall/contracts';

/** Where the roots are in a container; the reference names them so. */
const prefixes: readonly (readonly [string, FileRoot])[] = [
  ['/configs', 'configs'],
  ['/workspace', 'workspace'],
  ['/home/agent', 'home'],
  ['/home', 'home'],
  ['/plugins', 'plugins'],
];

/** A root by its name, or as the reference names it: `configs`, `/configs`. Absent: `configs`. Throws BAD_QUERY. */
export const rootNamed = (name: string | undefined): FileRoot => {
  if (name === undefined || name === '') return 'configs';
  const known = fileRoots.find((root) => root === name) ?? prefixes.find(([prefix]) => prefix === name)?.[1];
  if (known !== undefined) return known;
  throw new GuildhallError('BAD_QUERY', { name: 'root', reason: `it must be one of ${fileRoots.join(', ')}.` });
};

/** Root and path of an absolute path as an agent sees it. Throws PATH_REFUSED. */
export const placeOf = (absolute: string): { root: FileRoot; path: string } => {
  for (const [prefix, root] of prefixes)
    if (absolute.startsWith(`${prefix}/`)) return { root, path: absolute.slice(prefix.length + 1) };
  const reason = 'it must be absolute and below /configs, /workspace, /home or /plugins.';
  throw new GuildhallError('PATH_REFUSED', { path: JSON.stringify(absolute.slice(0, 80).toWellFormed()), reason });
};
