import { posix } from 'node:path';

export const folderLimit = 12;

/** Folders that are lists by nature: one entry per decision or scenario. */
const lists = [/^docs\/decisions(\/|$)/, /^e2e(\/|$)/, /(^|\/)generated(\/|$)/];
const source = /\.(ts|mjs|cjs|js|py|sh|html|css|scss)$/;
const test = /\.(spec|suite)\.(ts|mjs)$|(^|\/)test_[^/]+\.py$/;
const beside = /\.(html|css|scss)$/;

/**
 * How many source files of its own each folder has. Not counted: tests, templates and styles beside their file,
 * subfolders, the root, and lists by nature.
 * @param {readonly string[]} paths
 * @returns {Map<string, number>}
 */
export const folderSizes = (paths) => {
  const all = new Set(paths);
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const path of paths) {
    const folder = posix.dirname(path);
    if (folder === '.' || lists.some((list) => list.test(folder)) || !source.test(path) || test.test(path)) continue;
    if (beside.test(path) && all.has(path.replace(beside, '.ts'))) continue;
    sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  }
  return sizes;
};
