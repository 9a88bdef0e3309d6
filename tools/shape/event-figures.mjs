import { posix } from 'node:path';
import ts from 'typescript';
import { isSource } from './source-files.mjs';
import { lineOf, visitAll } from './tree.mjs';

/** @typedef {import('./tree.mjs').Tree} Tree */

const product = ['apps/', 'libs/', 'runtime/'];

/**
 * Types of the golden events: a test refuses an event without one.
 * @param {Tree} tree
 * @returns {Set<string>}
 */
const eventTypes = (tree) => {
  const files = tree.below(['libs/contracts/src/'], (path) => path.endsWith('/golden-events.json'));
  return new Set(
    files.flatMap((path) => JSON.parse(tree.text(path)).map((/** @type {{ type: string }} */ { type }) => type)),
  );
};

const median = (/** @type {readonly number[]} */ numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length === 0 ? 0 : ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};

/** @type {import('./figure.mjs').Figure} */
export const eventFiles = {
  key: 'eventFiles',
  title: 'an event: source files that name it (median)',
  wanted: 4,
  advice: 'Read the status from libs/contracts/src/<slice>/states.ts, the sentence from the declaration.',
  count: (tree) => {
    const files = new Map([...eventTypes(tree)].map((type) => [type, 0]));
    for (const path of tree.below(product, isSource)) {
      for (const word of new Set(tree.text(path).match(/\b[A-Z]\w+\b/g)))
        if (files.has(word)) files.set(word, (files.get(word) ?? 0) + 1);
    }
    const most = [...files].sort((a, b) => b[1] - a[1]).slice(0, 5);
    return { value: median([...files.values()]), where: most.map(([type, count]) => `${type}: ${count}`) };
  },
};

/** Words of the two machines that were folded in many places. */
const machines = {
  messages: {
    events: /^Message(Sent|Queued|Dispatched|Delivered|Answered|Failed|Expired|Cancelled)$/,
    states: new Set('queued working dispatched delivered answered failed expired cancelled'.split(' ')),
  },
  provisioning: {
    events:
      /^(Provisioning(Requested|Failed)|ProcessStarted|ContainerStarted|RestartRequested|BackendStopped|Workspace(Paused|Resumed|Hibernated|Woken)|Backend(Lost|Found)|CrashLoopDetected)$/,
    states: new Set('requested provisioning running ended stopped offline failed paused hibernated'.split(' ')),
  },
};

/**
 * The branches of a switch or the members of an object, with what each yields; a case without statements shares the
 * next one's.
 * @param {ts.Node} node
 * @returns {{ label: string, body: ts.Node }[]}
 */
const branchesOf = (node) => {
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties
      .filter(ts.isPropertyAssignment)
      .map(({ name, initializer }) => ({ label: name.getText().replace(/'/g, ''), body: initializer }));
  }
  if (!ts.isSwitchStatement(node)) return [];
  const { clauses } = node.caseBlock;
  return clauses.flatMap((clause, index) => {
    if (!ts.isCaseClause(clause) || !ts.isStringLiteral(clause.expression)) return [];
    const body = clauses.slice(index).find(({ statements }) => statements.length > 0) ?? clause;
    return [{ label: clause.expression.text, body }];
  });
};

/**
 * @param {ts.Node} body
 * @param {Set<string>} states
 */
const namesState = (body, states) => {
  let found = false;
  visitAll(body, (node) => {
    const isLabel = ts.isCaseClause(node.parent) && node.parent.expression === node;
    found ||= ts.isStringLiteral(node) && !isLabel && states.has(node.text);
  });
  return found;
};

/** @type {(slice: keyof typeof machines) => import('./figure.mjs').Figure} */
export const stateMachines = (slice) => ({
  key: `stateMachines.${slice}`,
  title: `tables and switches that say which event leads to which status: ${slice}`,
  wanted: 1,
  advice: `Read the status from libs/contracts/src/${slice}/states.ts, or fold with the decider's own evolve.`,
  count: (tree) => {
    const { events, states } = machines[slice];
    /** @type {string[]} */
    const where = [];
    for (const path of tree.below(product, isSource)) {
      visitAll(tree.parsed(path), (node) => {
        const branches = branchesOf(node).filter(({ label }) => events.test(label));
        if (branches.filter(({ body }) => namesState(body, states)).length >= 3) where.push(`${path}:${lineOf(node)}`);
      });
    }
    return { value: where.length, where };
  },
});

const prose = /^['"`].*\S\s+\S.*['"`]$/s;

/** Is the value given to an error or a refusal, which people read at once? */
const isForReader = (/** @type {ts.Node} */ node) => {
  for (let at = node.parent; at !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isNewExpression(at) && /(Error|Exception|Unusable)$/.test(at.expression.getText())) return true;
    if (ts.isObjectLiteralExpression(at) && /\bkind: 'invalid'/.test(at.getText())) return true;
  }
  return false;
};

/** @type {import('./figure.mjs').Figure} */
export const eventProse = {
  key: 'eventProse',
  title: 'sentences stored in events: texts with a blank given to `cause` or `reason`',
  wanted: 0,
  advice: 'Store a code with details; make the sentence at the edge, from the code.',
  count: (tree) => {
    /** @type {string[]} */
    const where = [];
    const folders = ['apps/platform/src/', 'libs/domain/src/', 'runtime/src/'];
    for (const path of tree.below(folders, isSource)) {
      visitAll(tree.parsed(path), (node) => {
        if (!ts.isPropertyAssignment(node) || !/^(cause|reason)$/.test(node.name.getText())) return;
        const value = node.initializer;
        if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value))
          if (prose.test(value.getText()) && !isForReader(node))
            where.push(`${path}:${lineOf(node)} ${value.getText()}`);
      });
    }
    return { value: where.length, where };
  },
};

/** Words that mean something else where they stand: skills on an agent card have tags too, and so have operations. */
const otherTags = new Set([
  'libs/domain/src/registry/card.ts',
  'runtime/src/a2a/agent-card.ts',
  'apps/platform/src/http/open-api/document.ts',
]);

/** @type {import('./figure.mjs').Figure} */
export const textField = {
  key: 'textField',
  title: 'a new text field of a workspace: source files touched (files that name `tags` or its event)',
  wanted: 6,
  advice: 'Copy whole facts instead of naming each member; only contract, decider, fold and form know a field.',
  count: (tree) => {
    const named = (/** @type {string} */ path) => /\btags\b|\bWorkspaceTagged\b/.test(tree.text(path));
    const isCode = (/** @type {string} */ path) => isSource(path) || posix.extname(path) === '.html';
    const where = tree.below(product, isCode).filter((path) => !otherTags.has(path) && named(path));
    return { value: where.length, where };
  },
};
