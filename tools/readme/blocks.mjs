/**
 * The code blocks of a Markdown text whose fence says `sh ci`: commands that are run for real.
 * @param {string} markdown
 * @returns {{ line: number, code: string }[]} `line` of the fence, counted from 1
 */
export const commandBlocks = (markdown) => {
  const fence = /^```sh ci\n([\s\S]*?)^```$/gm;
  return [...markdown.matchAll(fence)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length,
    code: match[1] ?? '',
  }));
};

/**
 * One shell script for all blocks, so that variables of one are there in the next. It stops at the first command that
 * fails; `marker` and a number on a line tell which blocks were done.
 * @param {readonly { code: string }[]} blocks
 * @param {string} marker
 */
export const scriptOf = (blocks, marker) =>
  ['set -euo pipefail', ...blocks.flatMap(({ code }, index) => [code, `echo; echo "${marker} ${index + 1}"`])].join(
    '\n',
  );
