import ts from 'typescript';
import { registrations } from '../new-slice/registrations.mjs';
import { isSource } from './source-files.mjs';
import { lineOf, visitAll } from './tree.mjs';

const verb = /^@(Get|Post|Put|Patch|Delete)\(/;

/** @type {import('./figure.mjs').Figure} */
const operations = {
  key: 'operations',
  title: 'operations in OpenAPI without body, answer and problems',
  wanted: 0,
  advice: 'Declare the answer type of the route in libs/contracts/src/<slice>/.',
  count: (tree) => {
    const described = new Set(tree.text('apps/platform/src/http/open-api-views.ts').match(/\b\w+Controller_\w+/g));
    /** @type {string[]} */
    const where = [];
    for (const path of tree.below(['apps/platform/src/'], isSource).filter((name) => name.endsWith('.controller.ts'))) {
      visitAll(tree.parsed(path), (node) => {
        if (!ts.isMethodDeclaration(node) || !ts.isClassDeclaration(node.parent)) return;
        if (!ts.getDecorators(node)?.some((decorator) => verb.test(decorator.getText()))) return;
        const id = `${node.parent.name?.text}_${node.name.getText()}`;
        if (!described.has(id)) where.push(`${path}:${lineOf(node)} ${id}`);
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
