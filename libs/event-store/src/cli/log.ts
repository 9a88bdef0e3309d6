import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { untouched, verifyChain } from '../embedded/chain-verifier.js';
import { logFile } from '../embedded/schema.js';

const usage = 'Usage: npm run log -- verify [--data <folder>]';
const exitCodes = { whole: 0, damaged: 1, unusable: 2 } as const;

/** Checks the whole chain and says what was found; works while Guildhall runs. */
const verify = (dataDir: string): number => {
  const file = join(dataDir, 'log', logFile);
  if (!existsSync(file)) {
    console.error(`There is no event log in ${dataDir}. Name the data folder with --data, or DATA_DIR.`);
    return exitCodes.unusable;
  }
  const db = new DatabaseSync(file, { readOnly: true });
  const start = performance.now();
  const { checked, mark, damagedAt } = verifyChain(db, untouched);
  const seconds = (performance.now() - start) / 1_000;
  db.close();
  if (damagedAt !== null) {
    console.error(`The log is damaged at position ${damagedAt}; the ${checked} events before it are whole.`);
    console.error('Stop Guildhall and put back the log from a backup.');
    return exitCodes.damaged;
  }
  const speed = Math.round(checked / Math.max(seconds, 0.001)).toLocaleString('en');
  console.log(`The log is whole: ${checked} events in ${seconds.toFixed(2)} s (${speed} events/s).`);
  console.log(`Last link: ${Buffer.from(mark.link).toString('hex')}`);
  return exitCodes.whole;
};

const main = (args: readonly string[], dataDirectory: string): number => {
  const [command, flag, folder] = args;
  const isUsable = command === 'verify' && (args.length === 1 || (args.length === 3 && flag === '--data'));
  if (isUsable) return verify(folder ?? dataDirectory);
  console.error(usage);
  return exitCodes.unusable;
};

process.exitCode = main(process.argv.slice(2), process.env['DATA_DIR'] ?? '.guildhall');
