import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProjects } from '../start/build.mjs';
import { root } from '../start/places.mjs';
import { say } from '../start/say.mjs';

const file = join(root, 'docs', 'reference', 'errors.md');
const registryModule = join(root, 'libs', 'contracts', 'dist', 'errors', 'registry.js');

/** @typedef {{ status: number, title: string, fix: string }} Definition */

const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');

/** @param {Record<string, Definition>} registry */
const page = (registry) => {
  const rows = Object.entries(registry)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { status, title, fix }]) => `| \`${code}\` | ${status} | ${cell(title)} | ${cell(fix)} |`);
  return [
    '# Errors',
    '',
    'Generated from the registry in `libs/contracts` by `node tools/docs/errors.mjs`; do not edit by hand.',
    '',
    'Every refusal is `application/problem+json`: `error` is the sentence below with its values, `code` is stable, `fix`',
    'says what to do. Values in braces also travel as members of their own. `fields` lists every refused field.',
    '',
    '| Code | Status | What happened | What to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
};

/**
 * @param {readonly string[]} args `--check`: only say whether the page is up to date
 * @returns {Promise<number>}
 */
export const main = async (args) => {
  await buildProjects(['contracts']);
  const { errorRegistry } = await import(registryModule);
  const wanted = page(errorRegistry);
  if (!args.includes('--check')) {
    writeFileSync(file, wanted);
    return 0;
  }
  if (readFileSync(file, 'utf8') === wanted) return 0;
  say('docs/reference/errors.md is not what the registry says: run node tools/docs/errors.mjs and commit it.');
  return 1;
};
