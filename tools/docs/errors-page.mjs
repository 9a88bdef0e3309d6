/** @typedef {{ status: number, title: string, fix: string }} Definition */

const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');

/**
 * `docs/reference/errors.md`
 * @param {Record<string, Definition>} registry
 */
export const errorsPage = (registry) => {
  const rows = Object.entries(registry)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { status, title, fix }]) => `| \`${code}\` | ${status} | ${cell(title)} | ${cell(fix)} |`);
  return [
    '# Errors',
    '',
    'Generated from the registry in `libs/contracts` by `node tools/docs/references.mjs`; do not edit by hand.',
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
