import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const isExecutableFile = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

/** The file that `program` would start in `directory` with the search path `path`; null: none. */
export const findProgram = (program: string, directory: string, path: string): string | null => {
  const candidates =
    program.includes('/') || program.includes('\\')
      ? [resolve(directory, program)]
      : path
          .split(delimiter)
          .filter((folder) => folder !== '')
          .map((folder) => join(resolve(directory, folder), program));
  return candidates.find(isExecutableFile) ?? null;
};
