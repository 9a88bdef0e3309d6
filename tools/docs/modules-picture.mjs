import { join } from 'node:path';
import { folderGraph } from '../shape/folder-graph.mjs';
import { root } from '../start/places.mjs';

/** Every node that a node reaches along imports. @param {Map<string, Map<string, string[]>>} graph @param {string} from */
const reached = (graph, from) => {
  /** @type {Set<string>} */
  const seen = new Set();
  const queue = [...(graph.get(from)?.keys() ?? [])];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    queue.push(...(graph.get(node)?.keys() ?? []));
  }
  return seen;
};

/** Arrows that no chain of other arrows implies. @param {Map<string, Map<string, string[]>>} graph */
const arrows = (graph) =>
  [...graph].flatMap(([from, targets]) => {
    const direct = [...targets.keys()];
    const needed = direct.filter((to) => !direct.some((other) => other !== to && reached(graph, other).has(to)));
    return needed.sort().map((to) => /** @type {const} */ ([from, to]));
  });

const id = (/** @type {string} */ name) => name.replaceAll(/\W/g, '_');

/** `docs/architecture/modules.md`: which folder of the platform builds on which, drawn from its imports. */
export const modulesPicture = () => {
  const graph = folderGraph(join(root, 'apps', 'platform', 'src'));
  for (const name of ['main', 'testing']) graph.delete(name);
  const lines = arrows(graph)
    .sort(([a, b], [c, d]) => (`${a} ${b}` < `${c} ${d}` ? -1 : 1))
    .map(([from, to]) => `  ${id(from)} --> ${id(to)}`);
  const nodes = [...graph.keys()].sort().map((name) => `  ${id(name)}[${name}]`);
  return [
    '# Modules of the platform',
    '',
    'Drawn from the imports in `apps/platform/src` by `node tools/docs/references.mjs`; do not edit by hand.',
    '',
    'An arrow leads from a folder to one that it imports; arrows that others imply are left out. No',
    'arrow leads back: lint refuses the import that would close a circle.',
    '',
    '```mermaid',
    'flowchart TD',
    ...nodes,
    ...lines,
    '```',
    '',
  ].join('\n');
};
