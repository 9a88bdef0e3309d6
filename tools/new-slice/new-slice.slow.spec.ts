import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { fileURLToPath } from 'node:url';
import { makeSlice } from './make-slice.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const copied = [
  'apps',
  'libs',
  'tools/jest',
  'tsconfig.base.json',
  'jest.preset.cjs',
  'package.json',
  '.prettierrc.json',
];
const left = new Set(['dist', 'node_modules']);

const run = (checkout: string, program: string, ...args: string[]) => {
  const bin = join(root, 'node_modules', '.bin', program);
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: checkout, encoding: 'utf8', env });
  return { status, output: stdout + stderr };
};

/** One program over the copy's sources: building every project on its own would take ten times as long. */
const tsconfig = (written: readonly string[]) => ({
  extends: './tsconfig.base.json',
  compilerOptions: {
    noEmit: true,
    composite: false,
    declaration: false,
    module: 'preserve',
    moduleResolution: 'bundler',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node', 'jest'],
    paths: { '@guildhall/*': ['./libs/*/src/index.ts'] },
  },
  // The entry points too: they bring what plugins add to the types of others.
  files: [...written.filter((path) => path.endsWith('.ts')), 'apps/platform/src/main.ts', 'apps/projector/src/main.ts'],
});

describe('a new slice', () => {
  let checkout: string;
  let written: string[];

  beforeAll(() => {
    checkout = mkdtempSync(join(tmpdir(), 'guildhall-slice-'));
    for (const path of copied)
      cpSync(join(root, path), join(checkout, path), { recursive: true, filter: (from) => !left.has(basename(from)) });
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
    written = makeSlice('reviews', checkout);
    writeFileSync(join(checkout, 'tsconfig.json'), JSON.stringify(tsconfig(written)));
  });

  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  it('compiles', () => {
    expect(run(checkout, 'tsc', '-p', 'tsconfig.json')).toEqual({ status: 0, output: '' });
  }, 120_000);

  it('is formatted', () => {
    expect(run(checkout, 'prettier', '--check', ...written)).toMatchObject({ status: 0 });
  }, 60_000);

  it.each(['libs/domain', 'apps/projector'])(
    'comes with tests that pass in %s',
    (project) => {
      const { status, output } = run(checkout, 'jest', '-c', `${project}/jest.config.cjs`, 'reviews');
      expect(stripVTControlCharacters(output)).toMatch(/Tests: +[23] passed/);
      expect(status).toBe(0);
    },
    60_000,
  );

  it('is refused when it exists already', () => {
    expect(() => makeSlice('reviews', checkout)).toThrow('There is a slice "reviews" already');
  });

  it('is refused when its stream exists already', () => {
    expect(() => makeSlice('conversations', checkout)).toThrow('There is a stream "conversation" already');
  });
});
