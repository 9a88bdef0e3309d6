const { registerHooks } = require('node:module');
const { fileURLToPath, pathToFileURL } = require('node:url');

/**
 * @typedef {object} SpecLoader what one spec file needs to load its modules
 * @property {(from: string, specifier: string) => string | null} resolve path that the project maps the specifier to
 * @property {(file: string) => string} transform TypeScript to JavaScript
 * @property {(specifier: string) => any} substitute exports of a module that has no file, else undefined
 */

/**
 * Modules of this repository carry the number of the spec file that loads them, so every spec file gets fresh ones.
 * Packages do not: a worker loads them once.
 */
const mark = '?spec=';
const substitutes = 'jest-substitute:';

/** @type {SpecLoader | undefined} */
let loader;
let specs = 0;

const currentLoader = () => {
  if (loader === undefined) throw new Error('No spec file is being loaded.');
  return loader;
};

/** @param {string} url */
const isSource = (url) => url.startsWith('file:') && !url.includes('/node_modules/');

/** @param {string} url */
const found = (url) => ({ url, format: 'module', shortCircuit: true });

/** @type {import('node:module').ResolveHookSync} */
const resolve = (specifier, context, next) => {
  const [, spec] = context.parentURL?.split(mark) ?? [];
  if (context.parentURL === undefined || spec === undefined) return next(specifier, context);
  if (currentLoader().substitute(specifier) !== undefined) return found(substitutes + specifier + mark + spec);
  const mapped = currentLoader().resolve(fileURLToPath(context.parentURL), specifier);
  const result = mapped === null ? next(specifier, context) : found(pathToFileURL(mapped).href);
  return isSource(result.url) ? { ...result, url: result.url + mark + spec } : result;
};

/**
 * A module can only be given as text, so its exports come through a global.
 * @param {string} specifier
 */
const substituteSource = (specifier) => {
  const exports = currentLoader().substitute(specifier) ?? {};
  const key = `guildhall.substitute ${specifier}`;
  Object.assign(globalThis, { [Symbol.for(key)]: exports });
  const names = Object.keys(exports).filter((name) => name !== 'default');
  return [
    `const exports = globalThis[Symbol.for(${JSON.stringify(key)})];`,
    `export const { ${names.join(', ')} } = exports;`,
    `export default exports.default;`,
  ].join('\n');
};

/** @type {import('node:module').LoadHookSync} */
const load = (url, context, next) => {
  const [file = ''] = url.split(mark);
  if (file.startsWith(substitutes))
    return { format: 'module', shortCircuit: true, source: substituteSource(file.slice(substitutes.length)) };
  if (file === url || !file.endsWith('.ts')) return next(url, context);
  return { format: 'module', shortCircuit: true, source: currentLoader().transform(fileURLToPath(file)) };
};

let isRegistered = false;

/**
 * @param {string} file
 * @param {SpecLoader} specLoader
 * @returns {Promise<unknown>}
 */
const importSpec = (file, specLoader) => {
  if (!isRegistered) registerHooks({ resolve, load });
  isRegistered = true;
  loader = specLoader;
  specs += 1;
  return import(pathToFileURL(file).href + mark + specs);
};

/**
 * @param {string} source file or URL that a stack names
 * @returns {string} path of the file
 */
const pathOf = (source) => (source.startsWith('file:') ? fileURLToPath(source.split(mark)[0] ?? source) : source);

module.exports = { importSpec, pathOf };
