import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OptionsError } from './arguments.js';
import { readOptions, type AgentOptions } from './options.js';

const id = '0190a0b0-0000-7000-8000-000000000001';
const env = {
  PATH: process.env['PATH'],
  WORKSPACE_ID: id,
  GUILDHALL_WORKSPACE_TOKEN: 'secret',
  GUILDHALL_COMMAND: 'node -v',
};

const options = (argv: string[], more: Record<string, string> = {}): AgentOptions =>
  readOptions(argv, { ...env, ...more }) as AgentOptions;
const problems = (argv: string[], more: Record<string, string | undefined> = env): readonly string[] => {
  try {
    readOptions(argv, more);
  } catch (error) {
    return (error as OptionsError).problems;
  }
  return [];
};

describe('readOptions', () => {
  it('reads all options from the environment, with defaults', () => {
    expect(options([])).toMatchObject({
      workspaceId: id,
      token: 'secret',
      command: ['node', '-v'],
      platformUrl: 'http://127.0.0.1:8080',
      host: '127.0.0.1',
      port: 0,
      timeoutMs: 120_000,
      heartbeatMs: 10_000,
      platformLostMs: 600_000,
      incarnation: 0,
    });
  });

  it('prefers arguments, and accepts the names of the reference system', () => {
    const { WORKSPACE_ID, PATH } = env;
    const given = readOptions(['--command', 'node x'], {
      WORKSPACE_ID,
      PATH,
      GUILDHALL_COMMAND: 'sh',
      MOLECULE_WORKSPACE_TOKEN: 'old',
      MOLECULE_URL: 'https://guild.example/base/',
    });
    expect(given).toMatchObject({ command: ['node', 'x'], token: 'old', platformUrl: 'https://guild.example/base' });
  });

  it('reads the token from a file and removes it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'guildhall-token-'));
    const file = join(folder, 'token');
    writeFileSync(file, 'from-the-file\n', { mode: 0o600 });
    const { GUILDHALL_WORKSPACE_TOKEN: _token, ...rest } = env;
    expect(readOptions(['--token-file', file], rest)).toMatchObject({ token: 'from-the-file' });
    expect(existsSync(file)).toBe(false);
    expect(problems(['--token-file', file], rest)).toEqual([expect.stringContaining('--token-file cannot be read')]);
    rmSync(folder, { recursive: true });
  });

  it.each(['-Ab_c', '--Ab_c', '-h_c'])('accepts the token %s, although it starts like an option', (token) => {
    expect(readOptions(['--token', token, '--name', 'A'], env)).toMatchObject({ token, name: 'A' });
  });

  it('does not read the next option as a missing value', () => {
    expect(problems(['--token', '--name', 'A'])).toEqual([expect.stringContaining("'--token' argument is ambiguous")]);
    expect(problems(['--token', '--name=A'])).toEqual([expect.stringContaining("'--token' argument is ambiguous")]);
  });

  it('names every missing option, one sentence each', () => {
    expect(problems([], { PATH: env.PATH })).toEqual([
      expect.stringContaining('--workspace is missing'),
      expect.stringContaining('--token is missing'),
      expect.stringContaining('--command is missing'),
    ]);
  });

  it.each([
    [['--workspace', 'x'], '--workspace must be a workspace id'],
    [['--token', 'two words'], '--token must be one word'],
    [['--command', 'no-such-program-anywhere'], 'not found or not executable in PATH'],
    [['--command', './nothing'], 'not found or not executable in /'],
    [['--command', 'cat | wc'], '--command cannot be used: it contains |'],
    [['--platform', 'localhost:80'], '--platform must look like'],
    [['--platform', 'http://user:pw@host'], '--platform must look like'],
    [['--port', '70000'], '--port must be a number from 0 to 65535'],
    [['--timeout', '0'], '--timeout must be seconds'],
    [['--timeout', 'NaN'], '--timeout must be seconds'],
    [['--incarnation', '-1'], '--incarnation'],
    [['--cwd', '/no/such/folder'], '--cwd must be a folder that exists'],
    [['--host', '0.0.0.0'], 'give --public-url'],
    [['--unknown', '1'], "Unknown option '--unknown'"],
    [['stray'], "Unexpected argument 'stray'"],
  ])('%j', (argv, sentence) => {
    const found = problems(argv);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });

  it('runs the program in the folder where npm run agent was called', () => {
    expect(options([], { npm_lifecycle_event: 'agent', INIT_CWD: '/tmp' }).directory).toBe('/tmp');
    expect(options([], { npm_lifecycle_event: 'start', INIT_CWD: '/tmp' }).directory).toBe(process.cwd());
  });
});
