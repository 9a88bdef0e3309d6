import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built file of a worker, such as `writing/writer`; also found if a test runs this from source. */
export const builtWorker = (name: string): URL => {
  const beside = new URL(`./${name}.worker.js`, import.meta.url);
  return existsSync(fileURLToPath(beside)) ? beside : new URL(`../../dist/embedded/${name}.worker.js`, import.meta.url);
};
