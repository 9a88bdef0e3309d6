import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../start/places.mjs';
import { Unusable } from '../start/say.mjs';

const own = '@guildhall/';
const imports = /(?:\bfrom|\bimport|\bimport\(|\brequire(?:\.resolve)?\()\s*['"]([^'"\n]+)['"]/g;
const neighbours = /new URL\(\s*['"](\.[^'"\n]+)['"],\s*import\.meta\.url/g;

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** @param {string} specifier */
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/**
 * File behind an import of one of our own libraries.
 * @param {string} specifier
 */
const ownFile = (specifier) => fileURLToPath(import.meta.resolve(specifier));

/**
 * @param {string} file
 * @returns {{ files: string[], packages: string[] }}
 */
const importsOf = (file) => {
  const text = readFileSync(file, 'utf8');
  const specifiers = [...text.matchAll(imports), ...text.matchAll(neighbours)].map(([, specifier = '']) => specifier);
  const local = specifiers.filter((specifier) => specifier.startsWith('.')).map((path) => join(dirname(file), path));
  const foreign = specifiers.filter((specifier) => /^[@a-z]/.test(specifier) && !specifier.startsWith('node:'));
  return {
    files: [...local, ...foreign.filter((specifier) => specifier.startsWith(own)).map(ownFile)],
    packages: foreign.filter((specifier) => !specifier.startsWith(own)).map(packageOf),
  };
};

/**
 * Everything of ours that programs may load.
 * @param {readonly string[]} entries paths of built programs, from the checkout's folder
 * @returns {{ libraries: string[], packages: string[] }} names of our libraries, and of the packages they import
 */
export const traceImports = (entries) => {
  const seen = new Set(entries.map((entry) => join(root, entry)));
  const packages = new Set();
  for (const file of seen) {
    if (!existsSync(file)) throw new Unusable(`${relative(root, file)} is missing: npm run build.`);
    if (!/\.m?js$/.test(file) || statSync(file).isDirectory()) continue;
    const found = importsOf(file);
    for (const other of found.files) seen.add(other);
    for (const name of found.packages) packages.add(name);
  }
  const libraries = [...seen].map((file) => /^libs[\\/]([^\\/]+)/.exec(relative(root, file))?.[1]);
  return { libraries: [...new Set(libraries)].filter((name) => name !== undefined), packages: [...packages] };
};

/**
 * Folder of a package as seen from another; null when it is not installed.
 * @param {string} name
 * @param {string} from
 * @returns {string | null}
 */
const resolvePackage = (name, from) => {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  return null;
};

/** @param {string} folder of a package */
const needsOf = (folder) => {
  const {
    dependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = readJson(join(folder, 'package.json'));
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return { needed: Object.keys(dependencies), peers };
};

/**
 * Folders of packages and of all that they depend on.
 * @param {readonly string[]} names
 * @returns {string[]}
 */
export const closePackages = (names) => {
  /** @param {string} name @param {string} from */
  const required = (name, from) => {
    const folder = resolvePackage(name, from);
    if (folder === null) throw new Unusable(`The package ${name} is not installed: npm ci.`);
    return folder;
  };
  const folders = new Set(names.map((name) => required(name, root)));
  for (const folder of folders) {
    const { needed, peers } = needsOf(folder);
    for (const name of needed) folders.add(required(name, folder));
    for (const name of peers) folders.add(resolvePackage(name, folder) ?? folder);
  }
  return [...folders];
};
