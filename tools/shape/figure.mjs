/**
 * One row of the table: what is counted, how far it may go, and what to do when it got worse.
 * @typedef {{
 *   key: string,
 *   title: string,
 *   wanted: number,
 *   advice: string,
 *   count: (tree: import('./tree.mjs').Tree) => Counted,
 * }} Figure
 * @typedef {{ value: number, where: string[] }} Counted `where`: what was counted, for people; less is always better
 */

export {};
