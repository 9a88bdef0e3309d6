import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../start/places.mjs';
import { say, Unusable } from '../start/say.mjs';

const version = '4.32.5';
const folder = join(root, 'node_modules', '.cache', `schemathesis-${version}`);
const program = join(folder, 'bin', 'st');
const settings = join(dirname(fileURLToPath(import.meta.url)), 'schemathesis.toml');

/** What an answer must keep to. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];

/** @param {string} tool @param {readonly string[]} args @param {string} otherwise what to do when it fails */
const must = (tool, args, otherwise) => {
  const { status, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status !== 0) throw new Unusable(`${otherwise} (${(error?.message ?? stderr).trim().split('\n').at(-1)})`);
};

/** Installs the fuzzer into the project's cache, once. */
export const ensureSchemathesis = () => {
  if (existsSync(program)) return;
  say(`Installing schemathesis ${version} into node_modules/.cache …`);
  must(
    'python3',
    ['-m', 'venv', folder],
    'The fuzzer needs Python 3.10 or newer with venv: install python3 and python3-venv.',
  );
  const pip = join(folder, 'bin', 'pip');
  must(
    pip,
    ['install', '--quiet', `schemathesis==${version}`],
    'The fuzzer could not be installed from the Python package index.',
  );
};

/**
 * One run over every operation of the document.
 * @param {{ url: string, token: string, seed: number, examples: number, seconds: number }} run
 * @returns {Promise<{ code: number | null, output: string }>} code 0: nothing was found
 */
export const runSchemathesis = ({ url, token, seed, examples, seconds }) =>
  new Promise((resolve, reject) => {
    const args = ['--config-file', settings, 'run', `${url}/docs/api-json`, '-H', `Authorization: Bearer ${token}`];
    const effort = ['-n', String(examples), '--seed', String(seed), '--max-time', String(seconds)];
    const rules = ['--phases', 'coverage,fuzzing', '-c', checks.join(), '--continue-on-failure', '--warnings', 'off'];
    const child = spawn(program, [...args, ...effort, ...rules, '--request-timeout', '30', '--no-color'], {
      // It keeps notes of its own where it runs.
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
