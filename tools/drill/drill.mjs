import { execFileSync, spawn } from 'node:child_process';
import { root } from '../start/places.mjs';
import { drills } from './drills.mjs';

/** @import { Drill } from './drills.mjs' */

const usage = () => {
  const width = Math.max(...Object.keys(drills).map((name) => name.length));
  const lines = Object.entries(drills).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return `npm run drill -- <name> …   runs drills in full; "all" runs every one\n\n${lines.join('\n')}\n`;
};

const revision = () => {
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with local changes');
};

/**
 * @param {Drill} drill
 * @returns {Promise<boolean>}
 */
const succeeds = ({ args, env: further }) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...further, FULL_DRILL: '1' };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });

/**
 * @param {string} name
 * @param {Drill} drill
 * @returns {Promise<'passed' | 'failed' | 'skipped'>}
 */
const run = async (name, drill) => {
  console.log(`\n=== ${name}: ${drill.about}`);
  if (drill.needs !== undefined && !process.env[drill.needs]) {
    console.log(`${name}: skipped, because ${drill.needs} names no server`);
    return 'skipped';
  }
  const begun = new Date();
  const outcome = (await succeeds(drill)) ? 'passed' : 'failed';
  const seconds = Math.round((Date.now() - begun.getTime()) / 1_000);
  console.log(`${name}: ${outcome} on ${begun.toISOString().slice(0, 10)} at ${revision()}, ${seconds} s`);
  return outcome;
};

const wanted = process.argv.slice(2);
const names = wanted.includes('all') ? Object.keys(drills) : wanted;
const unknown = names.filter((name) => !Object.hasOwn(drills, name));
if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no drill ${unknown.join(', ')}.\n`);
  console.log(usage());
  process.exit(unknown.length > 0 ? 2 : 0);
}
const count = { passed: 0, failed: 0, skipped: 0 };
for (const name of names) {
  const drill = drills[name];
  if (drill !== undefined) count[await run(name, drill)] += 1;
}
const { passed, failed, skipped } = count;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
