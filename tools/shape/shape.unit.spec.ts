import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { figures } from './figures.mjs';
import { folderSizes } from './folder-size.mjs';
import { looseLimits, worseFigures } from './limits.mjs';
import { Tree } from './tree.mjs';

const platform = 'apps/platform/src';
const contracts = 'libs/contracts/src';

/** A checkout in which every figure has something to count. */
const checkout: Record<string, string> = {
  [`${platform}/a/a.ts`]: `import { b } from '../b/b.js';\nimport { root } from '../root.js';`,
  [`${platform}/b/b.ts`]: `export { c } from '../c/c.js';`,
  [`${platform}/c/c.ts`]: `export const later = () => import('../a/a.js');`,
  [`${platform}/c/c.unit.spec.ts`]: `import '../d/d.js';`,
  [`${platform}/d/d.ts`]: `import '../a/a.js';`,
  [`${platform}/root.ts`]: `import fs from 'node:fs';`,
  'apps/canvas/src/app/one/one.ts': `import '../two/two';`,
  'apps/canvas/src/app/two/two.ts': '',
  [`${platform}/platform.module.ts`]: `import '@nestjs/common';\nimport fs from 'node:fs';`,
  [`${platform}/a/many.ts`]: `class Fields { a = inject(A); b = inject(B); c = 1; constructor(d: D, e: E, f: F, g: G) {} }`,
  [`${platform}/a/few.ts`]: `class Few { constructor(a: A, b: B, c: C, d: D, e: E) {} }`,
  [`${platform}/a/answers.ts`]: `interface Answer { id: string; at: string }\ninterface Socket { port: number }`,
  'libs/client/src/a/answers.ts': `export type Answer = { id: string };\nexport interface Socket { emit(): void }`,
  [`${platform}/http/open-api-views.ts`]: `export const answers = { ThingsController_list: 'Thing' };`,
  [`${platform}/a/things.controller.ts`]: `class ThingsController { @Get() list() {} @Post() make() {} private other() {} }`,
  [`${contracts}/messages/golden-events.json`]: '[{ "type": "MessageSent" }, { "type": "MessageFailed" }]',
  [`${contracts}/messages/events.ts`]: `export const messageEvents = { MessageSent: 1, MessageFailed: 1 };`,
  [`${platform}/messages/boxes.ts`]: `
    switch (event.type) {
      case 'MessageSent': return { state: 'queued' };
      case 'MessageDispatched': return { state: 'dispatched' };
      case 'MessageAnswered':
      case 'MessageFailed': return end('failed');
    }
    const columns = { MessageSent: 'sent_at', MessageDispatched: 'attempt', MessageFailed: 'failed' };`,
  [`${platform}/messages/told.ts`]: `
    const event = { cause: 'the agent is offline', reason: 'offline' };
    throw new GuildhallError('BAD_QUERY', { reason: 'it is not a position.' });`,
  'libs/domain/src/workspaces/workspace.ts': 'facts.tags = [];',
  'libs/domain/src/workspaces/workspace.unit.spec.ts': 'facts.tags = [];',
};

describe('the counted figures', () => {
  let root: string;
  let tree: Tree;
  const counted = (key: string) => {
    const figure = figures.find((one) => one.key === key);
    if (figure === undefined) throw new Error(`There is no figure ${key}.`);
    return figure.count(tree);
  };

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'guildhall-shape-'));
    for (const [path, text] of Object.entries({
      ...checkout,
      [`${contracts}/index.ts`]: '',
      'libs/client/src/index.ts': '',
    })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    tree = new Tree(root);
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('follow imports, exports and dynamic imports around a cycle, and leave out who only points into it', () => {
    expect(counted('cycles.platform').where).toEqual(['a', 'b', 'c']);
    expect(counted('cycles.canvas').value).toBe(0);
  });

  it('add injected fields to constructor parameters', () => {
    expect(counted('dependencies').where).toEqual([`${platform}/a/many.ts:1 Fields: 6`]);
  });

  it('take a type as declared twice only where the members are shared', () => {
    expect(counted('typesTwice').where).toEqual([`Answer: ${platform}/a/answers.ts, libs/client/src/a/answers.ts`]);
  });

  it('name the operations that the document does not describe', () => {
    expect(counted('operations').where).toEqual([`${platform}/a/things.controller.ts:1 ThingsController_make`]);
  });

  it('take the median over the event types that have a golden event', () => {
    expect(counted('eventFiles')).toEqual({ value: 2, where: ['MessageSent: 2', 'MessageFailed: 2'] });
  });

  it('see a state machine where three events lead to a state, not where they name columns', () => {
    expect(counted('stateMachines.messages').where).toEqual([`${platform}/messages/boxes.ts:2`]);
  });

  it('see sentences given to events, not those of errors', () => {
    expect(counted('eventProse').where).toEqual([`${platform}/messages/told.ts:2 'the agent is offline'`]);
  });

  it('leave tests out', () => {
    expect(counted('textField').where).toEqual(['libs/domain/src/workspaces/workspace.ts']);
  });

  it('count the imports of a module file', () => {
    expect(counted('moduleImports').value).toBe(2);
  });
});

describe('the size of a folder', () => {
  it('leaves out tests, templates and styles beside their file, subfolders and lists by nature', () => {
    const sizes = folderSizes([
      'index.mjs',
      'a/one.ts',
      'a/one.html',
      'a/one.css',
      'a/one.unit.spec.ts',
      'a/alone.css',
      'a/notes.md',
      'a/b/two.mjs',
      'e2e/files.e2e.ts',
      'docs/decisions/draw.mjs',
    ]);
    expect([...sizes]).toEqual([
      ['a', 2],
      ['a/b', 1],
    ]);
  });
});

describe('the limits', () => {
  const rows = (value: number) => [
    {
      figure: { key: 'k', title: 'things', wanted: 2, advice: 'Make fewer.', count: () => ({ value, where: [] }) },
      counted: { value, where: ['a.ts:1'] },
    },
  ];

  it('fail with where and what to do when a figure got worse', () => {
    expect(worseFigures(rows(4), { k: 3 })).toEqual(['things: 4, at most 3. Make fewer.\n    a.ts:1']);
    expect(worseFigures(rows(3), { k: 3 })).toEqual([]);
  });

  it('fail when a figure has none', () => {
    expect(worseFigures(rows(4), {})).toEqual([expect.stringContaining('has no limit "k"')]);
  });

  it('may be lowered down to what is wanted', () => {
    expect(looseLimits(rows(3), { k: 4 })).toEqual(['Lower "k" in tools/shape/limits.json to 3.']);
    expect(looseLimits(rows(1), { k: 3 })).toEqual(['Lower "k" in tools/shape/limits.json to 2.']);
    expect(looseLimits(rows(1), { k: 2 })).toEqual([]);
  });
});
