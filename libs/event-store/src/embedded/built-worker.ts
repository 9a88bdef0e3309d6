import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A worker's built file, also when this runs from source in a test. */
export const builtWorker = (name: string): URL => {
  const beside = new URL(`./${name}.worker.js`, import.meta.url);
  return existsSync(fileURLToPath(beside)) ? beside : new URL(`../../dist/embedded/${name}.worker.js`, import.meta.url);
};
