import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';

/** What `npm start` runs. */
export const startProjects = ['platform', 'projector', 'runtime', 'canvas'];

const outputs = [
  'dist/apps/platform/main.js',
  'dist/apps/projector/main.js',
  'dist/runtime/main.js',
  'dist/apps/canvas/browser/index.html',
];
const sourceFolders = ['apps', 'libs', 'runtime'];
const sourceFiles = ['package-lock.json', 'tsconfig.base.json', 'nx.json'];
const stampFile = join(root, 'dist', '.guildhall-built');
const skipped = new Set(['dist', 'node_modules', 'coverage']);

/**
 * @param {string} folder relative to the checkout
 * @returns {string[]} files below it, relative to the checkout
 */
const filesBelow = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path);
    return /\.(spec|suite)\.ts$/.test(entry.name) ? [] : [path];
  });

/**
 * Tells two states of the sources apart by name, size and time of change: 20 ms for the whole tree, where asking
 * Nx costs more than a second. A touched but equal file only means that Nx is asked.
 */
export const fingerprint = () => {
  const hash = createHash('sha256');
  for (const path of [...sourceFolders.flatMap(filesBelow), ...sourceFiles].sort()) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

const libraryOutputs = () => readdirSync(join(root, 'libs')).map((name) => `libs/${name}/dist/index.js`);

/** @param {string} state a fingerprint */
export const isBuilt = (state) => {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== state) return false;
  return [...outputs, ...libraryOutputs()].every((path) => existsSync(join(root, path)));
};

/** @param {string} state the fingerprint from before the build, so that a change made meanwhile is not missed */
export const markBuilt = (state) => {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, state);
};
