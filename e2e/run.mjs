import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run e2e [-- name …] [--without-chaos]`: everything that needs a whole installation, one file after the other,
 * because each measures and loads the machine. Prints `N passed, N failed`.
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const chaosRounds = '10';
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isWanted = (file) => names.length === 0 || names.some((name) => file.startsWith(name));

/** @returns {Promise<{ code: number, output: string }>} */
const run = (args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('exit', (code) => resolve({ code: code ?? 1, output }));
  });

const count = (output, word) => Number(new RegExp(`^ℹ ${word} (\\d+)`, 'm').exec(output)?.[1] ?? 0);

let passed = 0;
let failed = 0;
for (const file of readdirSync(here)
  .filter((name) => name.endsWith('.e2e.ts') && isWanted(name))
  .sort()) {
  console.log(`\n${file}`);
  const { code, output } = await run([
    '--test',
    '--test-reporter=spec',
    '--test-concurrency=1',
    '--test-force-exit',
    '--test-timeout=600000',
    join(here, file),
  ]);
  const bad = count(output, 'fail') + count(output, 'cancelled');
  passed += count(output, 'pass');
  failed += code === 0 ? bad : Math.max(1, bad);
}
if (!process.argv.includes('--without-chaos') && isWanted('chaos')) {
  console.log('\nchaos');
  const { code } = await run([join(here, 'chaos.ts'), '--rounds', chaosRounds]);
  if (code === 0) passed += 1;
  else failed += 1;
}
if (passed + failed === 0) {
  console.error('no test was run');
  failed = 1;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
