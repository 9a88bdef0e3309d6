import ts from 'typescript';
import { registrations } from '../new-slice/registrations.mjs';
import { isSource } from './source-files.mjs';
import { lineOf, visitAll } from './tree.mjs';

const verb = /^@(Get|Post|Put|Patch|Delete|Route)\(/;
const table = 'apps/platform/src/http/open-api-views.ts';

/**
 * Says which operations have a described answer: those of the table, where there is one; else those whose route is
 * declared, because the document is derived from the declaration.
 * @param {import('./tree.mjs').Tree} tree
 * @returns {(id: string, decorators: string) => boolean}
 */
const descriptions = (tree) => {
  if (!tree.paths.includes(table)) return (_id, decorators) => decorators.includes('@Route(');
  const described = new Set(tree.text(table).match(/\b\w+Controller_\w+/g));
  return (id) => described.has(id);
};

/** @type {import('./figure.mjs').Figure} */
const operations = {
  key: 'operations',
  title: 'operations in OpenAPI without body, answer and problems',
  wanted: 0,
  advice: 'Declare the answer type of the route in libs/contracts/src/<slice>/.',
  count: (tree) => {
    const isDescribed = descriptions(tree);
    /** @type {string[]} */
    const where = [];
    for (const path of tree.below(['apps/platform/src/'], isSource).filter((name) => name.endsWith('.controller.ts'))) {
      visitAll(tree.parsed(path), (node) => {
        if (!ts.isMethodDeclaration(node) || !ts.isClassDeclaration(node.parent)) return;
        const decorators = (ts.getDecorators(node) ?? []).map((decorator) => decorator.getText());
        if (!decorators.some((decorator) => verb.test(decorator))) return;
        const id = `${node.parent.name?.text}_${node.name.getText()}`;
        if (!isDescribed(id, decorators.join(' '))) where.push(`${path}:${lineOf(node)} ${id}`);
      });
    }
    return { value: where.length, where };
  },
};

/** @type {import('./figure.mjs').Figure} */
const sliceFiles = {
  key: 'sliceFiles',
  title: 'a new slice from the generator: new files',
  wanted: 9,
  advice: 'Derive it from a declaration instead of writing a file for it (tools/new-slice/template).',
  count: (tree) => {
    const where = tree.below(['tools/new-slice/template/']);
    return { value: where.length, where };
  },
};

/** @type {import('./figure.mjs').Figure} */
const sliceEdits = {
  key: 'sliceEdits',
  title: 'a new slice from the generator: edited shared files',
  wanted: 4,
  advice: 'Let the shared file be a list of slices, or let the slice declare it (tools/new-slice/registrations.mjs).',
  count: () => {
    const where = [...new Set(registrations.map(({ file }) => file))];
    return { value: where.length, where };
  },
};

export const apiFigures = [operations, sliceFiles, sliceEdits];
