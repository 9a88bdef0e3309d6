import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.git', '.nx', '.guildhall', 'coverage', 'output', 'answer-schemas']);

/**
 * Every file below a folder, as paths with slashes relative to it, sorted. Built, installed, generated and recorded things are left
 * out.
 * @param {string} folder
 * @returns {string[]}
 */
export const filesBelow = (folder) => {
  /** @type {string[]} */
  const found = [];
  /** @param {string} at */
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) walk(path);
      else if (entry.isFile()) found.push(relative(folder, path).split(sep).join('/'));
    }
  };
  walk(folder);
  return found.sort();
};

/** Tests and what only tests use: they may know everything, so no figure counts them. */
export const isTest = (/** @type {string} */ path) =>
  /\.(spec|suite|e2e)\.ts$/.test(path) || /(^|\/)(testing|test)\//.test(path) || path.startsWith('e2e/');

/** TypeScript that the product consists of. */
export const isSource = (/** @type {string} */ path) =>
  path.endsWith('.ts') && !path.endsWith('.d.ts') && !isTest(path);
