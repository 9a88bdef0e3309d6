import { Installation } from '@guildhall/testing';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../start/places.mjs';
import { exitWith } from '../start/say.mjs';
import { reachedOperations, together } from './reached.mjs';
import { ensureSchemathesis, runSchemathesis } from './schemathesis.mjs';

/**
 * @import { Reached } from './reached.mjs'
 * @typedef {{ document: string, seed: number, reached: [string, Reached][] }} State `seed`: of the next round
 */

const stateFile = join(root, 'node_modules', '.cache', 'guildhall-fuzz.json');
/** In CI, for every operation and for all together. */
const short = { examples: 30, seconds: 120 };
/** A round begins with an empty organisation, so that what it deletes is missing in no other. */
const roundSeconds = 300;

const environment = {
  GUILDHALL_BACKEND: 'off',
  GUILDHALL_LOG_LEVEL: 'error',
  GUILDHALL_REQUESTS_PER_SECOND: '1000000',
  GUILDHALL_MESSAGE_TTL_MS: '5000',
};

/** What the fuzzer can find and use: workspaces, a message, a template. @param {Installation} installation */
const fill = async (installation) => {
  const ids = [];
  for (const name of ['Lead', 'Coder', 'Tester']) {
    const { body } = await installation.request('POST', '/workspaces', { name, external: true });
    ids.push(String(body['id']));
  }
  await installation.request('PATCH', `/workspaces/${ids[1]}`, { parent_id: ids[0] });
  await installation.request('POST', `/workspaces/${ids[1]}/messages`, { text: 'Hello' });
  await installation.request('POST', '/templates/import', { name: 'fuzzed', files: { 'a.md': 'a' } });
};

/** @param {string} document */
const readState = (document) => {
  const digest = createHash('sha256').update(document).digest('hex');
  try {
    const state = /** @type {State} */ (JSON.parse(readFileSync(stateFile, 'utf8')));
    if (state.document === digest) return state;
  } catch {
    // There is none yet.
  }
  return { document: digest, seed: 1, reached: [] };
};

/**
 * @param {{ seed: number | null, examples: number, seconds: number }} effort seed: null continues where the last round stopped
 * @returns {Promise<boolean>} nothing was found
 */
const round = async ({ seed, examples, seconds }) => {
  const installation = await Installation.started(environment);
  try {
    await fill(installation);
    const { url, adminToken: token } = installation;
    const document = await (await fetch(`${url}/docs/api-json`)).text();
    const state = readState(document);
    const used = seed ?? state.seed;
    const { code, output } = await runSchemathesis({ url, token, seed: used, examples, seconds });
    const metrics = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
    const reached = reachedOperations(metrics, JSON.parse(document));
    const sum = together(new Map(state.reached), reached);
    if (seed === null) {
      mkdirSync(dirname(stateFile), { recursive: true });
      writeFileSync(stateFile, JSON.stringify({ document: state.document, seed: used + 1, reached: [...sum] }));
    }
    report(seed === null ? sum : reached, used, code === 0 ? '' : output);
    return code === 0;
  } finally {
    await installation.remove();
  }
};

/** @param {ReadonlyMap<string, Reached>} reached @param {number} seed @param {string} found output of a run that found something */
const report = (reached, seed, found) => {
  const rows = [...reached].sort(([, one], [, other]) => one.requests - other.requests);
  for (const [operation, { requests, taken }] of rows)
    console.log(`${String(requests).padStart(8)} requests, ${String(taken).padStart(7)} taken  ${operation}`);
  const never = rows.filter(([, { taken }]) => taken === 0).map(([operation]) => operation);
  if (never.length > 0) console.log(`Never taken: ${never.join(', ')}`);
  console.log(`Seed ${seed}: ${found === '' ? 'nothing found' : `found:\n${found}`}`);
};

await exitWith(async () => {
  const { values } = parseArgs({
    options: { ci: { type: 'boolean' }, minutes: { type: 'string', default: '30' } },
    strict: true,
  });
  ensureSchemathesis();
  let passed = 0;
  let failed = 0;
  const ends = Date.now() + Number(values.minutes) * 60_000;
  do {
    const leftSeconds = Math.max(10, Math.round((ends - Date.now()) / 1_000));
    const long = { seed: null, examples: 1_000, seconds: Math.min(roundSeconds, leftSeconds) };
    if (await round(values.ci ? { seed: 1, ...short } : long)) passed += 1;
    else failed += 1;
  } while (!values.ci && Date.now() < ends);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
