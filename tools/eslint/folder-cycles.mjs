import { join, relative, sep } from 'node:path';
import { folderGraph, linkedProjects, nodeOf, targetOf, wayBetween } from '../shape/folder-graph.mjs';

/** @typedef {import('../shape/folder-graph.mjs').FolderGraph} FolderGraph */

/** Built once for each project and run. @type {Map<string, FolderGraph>} */
const graphs = new Map();

const graphOf = (/** @type {string} */ folder) => {
  const known = graphs.get(folder);
  if (known !== undefined) return known;
  const graph = folderGraph(folder);
  graphs.set(folder, graph);
  return graph;
};

/**
 * The linked project that a file belongs to, with the path of the file in it.
 * @param {string} root
 * @param {string} filename
 */
const placeOf = (root, filename) => {
  const path = relative(root, filename).split(sep).join('/');
  const folder = Object.values(linkedProjects).find((candidate) => path.startsWith(`${candidate}/`));
  return folder === undefined ? null : { folder, path: path.slice(folder.length + 1) };
};

/**
 * Reports the import that leads back to the folder it starts from.
 * @param {string} root of the checkout
 * @returns {import('eslint').Rule.RuleModule}
 */
export const folderCycles = (root) => ({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      cycle:
        'This import closes a cycle of folders: {{way}} ("{{first}}" is imported by {{file}}). Move what both sides need into a folder below both.',
    },
  },
  create: (context) => {
    const place = placeOf(root, context.filename);
    if (place === null) return {};
    const { folder, path } = place;
    const from = nodeOf(path);

    /** @param {{ source?: unknown }} node */
    const check = ({ source }) => {
      const literal = /** @type {import('estree').Literal | null | undefined} */ (source);
      if (typeof literal?.value !== 'string') return;
      const to = targetOf(path, literal.value);
      if (to === null || to === from) return;
      const way = wayBetween(graphOf(join(root, folder)), to, from);
      if (way === null) return;
      const file =
        graphOf(join(root, folder))
          .get(way.at(-2) ?? '')
          ?.get(from)?.[0] ?? '';
      const data = { way: [from, ...way].join(' → '), first: from, file: `${folder}/${file}` };
      context.report({ node: literal, messageId: 'cycle', data });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
});
