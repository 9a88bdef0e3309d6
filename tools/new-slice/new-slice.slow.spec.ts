import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { fileURLToPath } from 'node:url';
import { makeSlice } from './make-slice.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const left = new Set(['dist', 'node_modules', 'coverage', 'output', '.git', '.nx', '.guildhall']);

const run = (checkout: string, program: string, ...args: string[]) => {
  const bin = program === 'node' ? process.execPath : join(root, 'node_modules', '.bin', program);
  const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
  const env = { ...process.env, NODE_OPTIONS, NX_DAEMON: 'false' };
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: checkout, encoding: 'utf8', env });
  return { status, output: stripVTControlCharacters(stdout + stderr) };
};

/** Packages of the checkout, but its own projects from the copy. */
const linkPackages = (checkout: string) => {
  const [from, to] = [join(root, 'node_modules'), join(checkout, 'node_modules')];
  mkdirSync(join(to, '@guildhall'), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== '@guildhall' && name !== '.cache') symlinkSync(join(from, name), join(to, name));
  for (const name of readdirSync(join(from, '@guildhall')))
    symlinkSync(readlinkSync(join(from, '@guildhall', name)), join(to, '@guildhall', name));
};

/** `@guildhall/<library>` and its entries, as sources of the copy. */
const sourcesOfLibraries = () => {
  const entries = readdirSync(join(root, 'libs')).map((library) => [
    `@guildhall/${library}/*`,
    [`./libs/${library}/src/*/index.ts`, `./libs/${library}/src/*.ts`],
  ]);
  return { ...Object.fromEntries(entries), '@guildhall/*': ['./libs/*/src/index.ts'] };
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
    paths: sourcesOfLibraries(),
  },
  // The entry points too: they bring what plugins add to the types of others.
  files: [
    ...written.filter((path) => path.endsWith('.ts')),
    'apps/platform/src/main.ts',
    'apps/projector/src/main.ts',
    'libs/testing/src/index.ts',
  ],
});

describe('a new slice', () => {
  let checkout: string;
  let written: string[];

  beforeAll(() => {
    checkout = mkdtempSync(join(tmpdir(), 'guildhall-slice-'));
    cpSync(root, checkout, { recursive: true, filter: (from) => from === root || !left.has(basename(from)) });
    linkPackages(checkout);
    written = makeSlice('reviews', checkout);
    const { status, output } = run(checkout, 'node', 'tools/docs/references.mjs');
    if (status !== 0) throw new Error(output);
    writeFileSync(join(checkout, 'tsconfig.slice.json'), JSON.stringify(tsconfig(written)));
  }, 240_000);

  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  it('compiles', () => {
    expect(run(checkout, 'tsc', '-p', 'tsconfig.slice.json')).toEqual({ status: 0, output: '' });
  }, 180_000);

  it('is formatted', () => {
    expect(run(checkout, 'prettier', '--check', ...written)).toMatchObject({ status: 0 });
  }, 60_000);

  it('keeps the rules of the linter', () => {
    const sources = written.filter((path) => path.endsWith('.ts'));
    expect(run(checkout, 'eslint', '--max-warnings=0', ...sources)).toMatchObject({ status: 0 });
  }, 180_000);

  it.each([
    ['tools/shape/shape.mjs', '--check'],
    ['tools/docs/references.mjs', '--check'],
    ['tools/language/check.mjs'],
  ])(
    'passes %s',
    (...check) => {
      const { status, output } = run(checkout, 'node', ...check);
      expect(status === 0 ? '' : output).toBe('');
    },
    120_000,
  );

  it.each([
    ['libs/contracts', 'golden.unit', /ReviewClosed\.v1/],
    ['libs/testing', 'goldens.unit', /ReviewClosed\.v1/],
    ['libs/domain', 'reviews/', /Tests: +3 passed/],
    ['apps/projector', '(reviews/|goldens)', /ReviewClosed\.v1/],
    ['apps/platform', 'http/', /Tests: +\d+ passed/],
  ])(
    'passes the specs about it in %s',
    (project, pattern, shown) => {
      const { status, output } = run(checkout, 'jest', '-c', `${project}/jest.config.cjs`, '--verbose', pattern);
      expect(status === 0 ? '' : output).toBe('');
      expect(output).toMatch(shown);
    },
    120_000,
  );

  it('is refused when it exists already', () => {
    expect(() => makeSlice('reviews', checkout)).toThrow('There is a slice "reviews" already');
  });

  it('is refused when its stream exists already', () => {
    expect(() => makeSlice('conversations', checkout)).toThrow('There is a stream "conversation" already');
  });
});
