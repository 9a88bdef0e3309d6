import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { filesBelow } from './source-files.mjs';

/**
 * Which first-level folder (or file at the root) imports which, with the files that do it.
 * @typedef {Map<string, Map<string, string[]>>} FolderGraph
 */

/** Projects whose folders must not form a circle, with the folder whose children are the nodes. */
export const linkedProjects = /** @type {const} */ ({
  platform: 'apps/platform/src',
  canvas: 'apps/canvas/src/app',
  contracts: 'libs/contracts/src',
  client: 'libs/client/src',
});

const isCounted = (/** @type {string} */ path) =>
  path.endsWith('.ts') && !path.endsWith('.d.ts') && !/\.(spec|suite)\.ts$/.test(path);

/** The node that a file belongs to: its first-level folder, or the file itself when it lies at the root. */
export const nodeOf = (/** @type {string} */ path) => {
  const [first = '', ...rest] = path.split('/');
  return rest.length === 0 ? first.replace(/\.(ts|js)$/, '') : first;
};

/**
 * The node that a relative import leads to; null when it leads elsewhere.
 * @param {string} path of the importing file, relative to the root of the graph
 * @param {string} specifier
 */
export const targetOf = (path, specifier) => {
  if (!specifier.startsWith('.')) return null;
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  return target.startsWith('..') || target === '.' ? null : nodeOf(target);
};

/**
 * @param {string} folder the one whose children are the nodes
 * @returns {FolderGraph}
 */
export const folderGraph = (folder) => {
  /** @type {FolderGraph} */
  const graph = new Map();
  for (const path of filesBelow(folder).filter(isCounted)) {
    const from = nodeOf(path);
    const targets = graph.get(from) ?? new Map();
    graph.set(from, targets);
    const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, path), 'utf8'), true, true);
    for (const { fileName } of importedFiles) {
      const to = targetOf(path, fileName);
      if (to === null || to === from) continue;
      const files = targets.get(to) ?? [];
      if (!files.includes(path)) files.push(path);
      targets.set(to, files);
    }
  }
  return graph;
};

/**
 * The shortest way from one node to another along imports, both ends included; null when there is none.
 * @param {FolderGraph} graph
 * @param {string} from
 * @param {string} to
 * @returns {string[] | null}
 */
export const wayBetween = (graph, from, to) => {
  /** @type {Map<string, string>} */
  const cameFrom = new Map();
  const queue = [from];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const next of graph.get(node)?.keys() ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      if (next !== to) {
        queue.push(next);
        continue;
      }
      const way = [to];
      do way.unshift(/** @type {string} */ (cameFrom.get(/** @type {string} */ (way[0]))));
      while (way[0] !== from);
      return way;
    }
  }
  return null;
};

/** Nodes that can reach themselves, sorted. */
export const nodesInCycles = (/** @type {FolderGraph} */ graph) =>
  [...graph.keys()].filter((node) => wayBetween(graph, node, node) !== null).sort();
