import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Linter } from 'eslint';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import tseslint from 'typescript-eslint';
import { eventTexts } from './event-texts.mjs';
import { fewDependencies } from './few-dependencies.mjs';
import { folderCycles } from './folder-cycles.mjs';
import { linkedProjects } from '../shape/folder-graph.mjs';
import { sliceInside } from './slice-inside.mjs';
import { smallFolders } from './small-folders.mjs';

const client = 'libs/client/src';
const full = Array.from({ length: 13 }, (_, index) => `apps/full/file${String(index + 10)}.ts`);
const contracts = 'libs/contracts/src';
const checkout: Record<string, string> = {
  [`${contracts}/ids.ts`]: 'export type Id = string & {};',
  [`${contracts}/files/limits.ts`]: `
    import type { Id } from '../ids.js';
    export interface Written { id: Id; inner: Written[]; how: 'new' | 'old' }
    export interface Refused { written: Written; note?: string | null }`,
  [`${client}/http/http.ts`]: `export { files } from '../files/files.js';`,
  [`${client}/files/files.ts`]: `import { http } from '../http/http.js';\nimport { ids } from '../ids.js';`,
  [`${client}/ids.ts`]: '',
  [`${contracts}/files/events.ts`]: '',
  [`${contracts}/terminal/routes.ts`]: '',
  ...Object.fromEntries(full.map((path) => [path, ''])),
};

describe('our own rules', () => {
  let root: string;

  const messages = (rule: string, path: string, text = checkout[path] ?? '') => {
    const rules = {
      'event-texts': eventTexts,
      'folder-cycles': folderCycles(root),
      'few-dependencies': fewDependencies,
      'slice-inside': sliceInside(root),
      'small-folders': smallFolders(root),
    };
    const config = {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { guildhall: { rules } },
      rules: { [`guildhall/${rule}`]: 'error' },
    } as Linter.Config;
    return new Linter({ cwd: root }).verify(text, config, join(root, path)).map(({ message }) => message);
  };

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'guildhall-rules-'));
    for (const [path, text] of Object.entries(checkout)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('name the import that closes a cycle of folders, and the one that it meets', () => {
    expect(messages('folder-cycles', `${client}/files/files.ts`)).toEqual([
      expect.stringContaining(`files → http → files ("files" is imported by ${client}/http/http.ts)`),
    ]);
    expect(messages('folder-cycles', `${client}/http/http.ts`)).toHaveLength(1);
  });

  it('name a slice whose inside another slice imports, and how it is done', () => {
    const { platform } = linkedProjects;
    const path = `${platform}/terminal/session/limit.ts`;
    const good = `import '../../files/index.js';\nimport '../../log/follower.js';\nimport '../door.js';`;
    expect(messages('slice-inside', path, good)).toEqual([]);
    const bad = `import type { F } from '../../files/changes/f.js';\nexport * from '../../files/files.module.js';`;
    expect(messages('slice-inside', path, bad)).toEqual([
      'This import reaches inside the slice "files". Import from apps/platform/src/files/index.ts, and export there what other slices may use.',
      expect.stringContaining('the slice "files"'),
    ]);
    expect(messages('slice-inside', `${platform}/log/follower.ts`, bad.replaceAll('../../', '../'))).toEqual([]);
  });

  it('leave projects alone whose folders may know each other', () => {
    expect(messages('folder-cycles', 'libs/domain/src/files/files.ts', `import '../http/http.js';`)).toEqual([]);
  });

  it('refuse a plain string in an event, also in a type that comes from another file', () => {
    const path = `${contracts}/files/events.ts`;
    const events = `
      import type { Id } from '../ids.js';
      import type { Refused, Written as Kept } from './limits.js';
      interface Mine { id: Id; cause: string }
      export const fileEvents = {
        FileKept: defineEvent<{ id: Id; kept: Kept }>()('FileKept', { sentence: (a: string) => a }),
        FileLost: defineEvent<Mine & { size: number }>()('FileLost'),
        FileRefused: defineEvent<{ refused: Refused }>()('FileRefused'),
      };`;
    expect(messages('event-texts', path, events)).toEqual([
      expect.stringContaining('FileLost: "Mine: cause" is a plain string'),
      expect.stringContaining('FileRefused: "Refused: note" is a plain string'),
    ]);
  });

  it('refuse a class with more than five dependencies, injected ones included', () => {
    const five = 'class A { constructor(a: A, b: B, c: C, d: D) {} e = inject(E); other = 1; }';
    expect(messages('few-dependencies', 'a.ts', five)).toEqual([]);
    expect(messages('few-dependencies', 'a.ts', five.replace('other = 1', 'f = inject.optional(F)'))).toEqual([
      expect.stringContaining('A has 6 dependencies'),
    ]);
  });

  it('report a folder with more than twelve files once', () => {
    expect(full.flatMap((path) => messages('small-folders', path))).toEqual([
      expect.stringContaining('apps/full has 13 source files of its own'),
    ]);
  });
});
