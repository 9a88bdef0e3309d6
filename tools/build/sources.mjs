import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../start/places.mjs';

/** What a project's build writes last or first; a library's is `libs/<name>/dist/index.js`. */
const outputs = new Map([
  ['platform', 'dist/apps/platform/main.js'],
  ['projector', 'dist/apps/projector/main.js'],
  ['runtime', 'dist/runtime/main.js'],
  ['canvas', 'dist/apps/canvas/browser/index.html'],
  ['bench', 'dist/tools/bench/main.js'],
]);
const sourceFolders = ['apps', 'libs', 'runtime', 'tools/bench'];
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
 * Distinguishes two states of the sources by name, size and time of change: 20 ms for the whole tree, where asking
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

/** @returns {{ state: string, projects: string[] }} the last build: its fingerprint and its projects */
const stamp = () => {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return { state: '', projects: [] };
  }
};

/**
 * @param {string} state a fingerprint
 * @param {readonly string[]} projects
 * @returns {string[]} those that must be built
 */
export const stale = (state, projects) => {
  const built = stamp();
  const exists = (/** @type {string} */ path) => existsSync(join(root, path));
  if (built.state !== state || !libraryOutputs().every(exists)) return [...projects];
  return projects.filter((name) => !built.projects.includes(name) || !exists(outputs.get(name) ?? '.'));
};

/**
 * @param {string} state the fingerprint from before the build, so that a change during the build is not missed
 * @param {readonly string[]} projects
 */
export const markBuilt = (state, projects) => {
  const before = stamp();
  const others = before.state === state ? before.projects : [];
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ state, projects: [...new Set([...others, ...projects])] }));
};
