import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../start/places.mjs';
import { Unusable } from '../start/say.mjs';
import { namesOf, renamed } from './names.mjs';
import { registered, registrations } from './registrations.mjs';

const template = fileURLToPath(new URL('./template', import.meta.url));

/** @returns {{ path: string, text: string }[]} files of the template, paths relative to the checkout */
const templateFiles = () =>
  readdirSync(template, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.txt'))
    .sort()
    .map((path) => ({
      path: path.replaceAll('\\', '/').replace(/\.txt$/, ''),
      text: readFileSync(join(template, path), 'utf8'),
    }));

/**
 * @param {string} checkout
 * @param {import('./names.mjs').Names} names
 */
const refuseExisting = (checkout, { slice, noun, Noun }) => {
  const folders = [
    'libs/contracts/src',
    'libs/domain/src',
    'libs/client/src',
    'apps/platform/src',
    'apps/projector/src',
    'apps/canvas/src/app',
  ];
  const taken = folders.map((folder) => `${folder}/${slice}`).find((path) => existsSync(join(checkout, path)));
  if (taken !== undefined) throw new Unusable(`There is a slice "${slice}" already: ${taken} exists.`, 2);
  const streams = readFileSync(join(checkout, 'libs/contracts/src/slices.ts'), 'utf8');
  if (new RegExp(`^  ${noun}:`, 'm').test(streams))
    throw new Unusable(`There is a stream "${noun}" already: choose another word than "${slice}" (${Noun}).`, 2);
};

/**
 * @param {string} checkout
 * @param {import('./names.mjs').Names} names
 * @returns {Map<string, string>} new text of every shared file, by path
 */
const registeredFiles = (checkout, names) => {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const registration of registrations) {
    const { file, text } = registration;
    const source = files.get(file) ?? readFileSync(join(checkout, file), 'utf8');
    const changed = registered(source, { ...registration, text: renamed(text, names) });
    if (changed === null)
      throw new Unusable(
        `${file} has changed its form: correct its entry in tools/new-slice/registrations.mjs. Nothing was written.`,
      );
    files.set(file, changed);
  }
  return files;
};

/**
 * Writes the files of a slice and makes it known; all checks come before the first write.
 * @param {string | undefined} slice
 * @param {string} checkout
 * @returns {string[]} paths of everything that was written
 */
export const makeSlice = (slice, checkout = root) => {
  const names = namesOf(slice);
  refuseExisting(checkout, names);
  const files = registeredFiles(checkout, names);
  for (const { path, text } of templateFiles()) files.set(renamed(path, names), renamed(text, names));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), text);
  }
  const prettier = join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  spawnSync(process.execPath, [prettier, '--write', '--log-level=error', ...files.keys()], { cwd: checkout });
  return [...files.keys()];
};
