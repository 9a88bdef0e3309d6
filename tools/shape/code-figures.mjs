import { join } from 'node:path';
import ts from 'typescript';
import { dependenciesOf, dependencyLimit } from './dependencies.mjs';
import { folderGraph, linkedProjects, nodesInCycles } from './folder-graph.mjs';
import { folderLimit, folderSizes } from './folder-size.mjs';
import { isSource } from './source-files.mjs';
import { lineOf, visitAll } from './tree.mjs';

/** @typedef {import('./tree.mjs').Tree} Tree */

const product = ['apps/', 'libs/', 'runtime/'];

/** @type {(project: keyof typeof linkedProjects) => import('./figure.mjs').Figure} */
const cycles = (project) => ({
  key: `cycles.${project}`,
  title: `folders in a cycle: ${project}`,
  wanted: 0,
  advice: 'Run `npm run lint`: it names the import that closes the cycle. Move what both sides need below both.',
  count: (tree) => {
    const nodes = nodesInCycles(folderGraph(join(tree.root, linkedProjects[project])));
    return { value: nodes.length, where: nodes };
  },
});

/** @type {import('./figure.mjs').Figure} */
const moduleImports = {
  key: 'moduleImports',
  title: 'longest import list of a module file',
  wanted: 40,
  advice: 'Move providers into the module of their own slice; platform.module.ts lists modules and nothing else.',
  count: (tree) => {
    const lists = tree
      .below(product, (path) => path.endsWith('.module.ts'))
      .map((path) => ({ path, size: tree.parsed(path).statements.filter(ts.isImportDeclaration).length }))
      .sort((a, b) => b.size - a.size);
    return { value: lists[0]?.size ?? 0, where: lists.slice(0, 5).map(({ path, size }) => `${path}: ${size}`) };
  },
};

/** @type {import('./figure.mjs').Figure} */
const dependencies = {
  key: 'dependencies',
  title: `constructors over ${dependencyLimit} dependencies`,
  wanted: 0,
  advice: 'A class with more is two things: split it by what its methods use.',
  count: (tree) => {
    /** @type {string[]} */
    const where = [];
    for (const path of tree.below(product, isSource)) {
      visitAll(tree.parsed(path), (node) => {
        if (!ts.isClassLike(node)) return;
        const count = dependenciesOf(node);
        if (count > dependencyLimit) where.push(`${path}:${lineOf(node)} ${node.name?.text}: ${count}`);
      });
    }
    return { value: where.length, where };
  },
};

/** @type {import('./figure.mjs').Figure} */
const folders = {
  key: 'folders',
  title: `folders with more than ${folderLimit} source files of their own`,
  wanted: 0,
  advice: 'Give a part that has a name of its own a subfolder.',
  count: (tree) => {
    const full = [...folderSizes(tree.paths)].filter(([, size]) => size > folderLimit).sort((a, b) => b[1] - a[1]);
    return { value: full.length, where: full.map(([folder, size]) => `${folder}: ${size}`) };
  },
};

/**
 * Object types that files declare, with the names of their members.
 * @param {Tree} tree
 * @param {string} folder
 */
const typesIn = (tree, folder) => {
  /** @type {Map<string, { path: string, members: Set<string> }>} */
  const types = new Map();
  for (const path of tree.below([folder], isSource)) {
    for (const statement of tree.parsed(path).statements) {
      const body = ts.isTypeAliasDeclaration(statement) ? statement.type : statement;
      if (!ts.isTypeLiteralNode(body) && !ts.isInterfaceDeclaration(body)) continue;
      const name = /** @type {ts.InterfaceDeclaration | ts.TypeAliasDeclaration} */ (statement).name.text;
      types.set(name, { path, members: new Set(body.members.map((member) => member.name?.getText() ?? '')) });
    }
  }
  return types;
};

/** @type {import('./figure.mjs').Figure} */
const typesTwice = {
  key: 'typesTwice',
  title: 'types declared in both platform and client',
  wanted: 0,
  advice: 'Declare the type once in libs/contracts/src/<slice>/ and import it on both sides.',
  count: (tree) => {
    const client = typesIn(tree, 'libs/client/src/');
    const where = [...typesIn(tree, 'apps/platform/src/')].flatMap(([name, { path, members }]) => {
      const other = client.get(name);
      // Two things may share a name; the same thing shares members too.
      return other === undefined || ![...members].some((member) => other.members.has(member))
        ? []
        : [`${name}: ${path}, ${other.path}`];
    });
    return { value: where.length, where };
  },
};

/** @type {readonly import('./figure.mjs').Figure[]} */
export const codeFigures = [
  typesTwice,
  cycles('platform'),
  cycles('canvas'),
  cycles('contracts'),
  cycles('client'),
  moduleImports,
  dependencies,
  folders,
];
