import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyWholeChain } from '../embedded/parallel-verifier.js';
import { logFile } from '../embedded/schema.js';

const usage = 'Usage: npm run log -- verify [--data <folder>]';
const exitCodes = { whole: 0, damaged: 1, unusable: 2 } as const;

/** Checks the whole chain and says what was found; works while Guildhall runs. */
const verify = async (dataDir: string): Promise<number> => {
  const file = join(dataDir, 'log', logFile);
  if (!existsSync(file)) {
    console.error(`There is no event log in ${dataDir}. Name the data folder with --data, or DATA_DIR.`);
    return exitCodes.unusable;
  }
  const start = performance.now();
  const { checked, mark, damagedAt } = await verifyWholeChain(file);
  const seconds = (performance.now() - start) / 1_000;
  if (damagedAt !== null) {
    console.error(`The log is damaged at position ${damagedAt}; the ${checked} events before it are whole.`);
    console.error('Stop Guildhall and put back the log from a backup.');
    return exitCodes.damaged;
  }
  const speed = Math.round(checked / Math.max(seconds, 0.001)).toLocaleString('en');
  console.log(`The log is whole: ${checked} events in ${seconds.toFixed(2)} s (${speed} events/s).`);
  console.log(`Last link: ${mark.link}`);
  return exitCodes.whole;
};

const main = async (args: readonly string[], dataDirectory: string): Promise<number> => {
  const [command, flag, folder] = args;
  const isUsable = command === 'verify' && (args.length === 1 || (args.length === 3 && flag === '--data'));
  if (isUsable) return verify(folder ?? dataDirectory);
  console.error(usage);
  return exitCodes.unusable;
};

process.exitCode = await main(process.argv.slice(2), process.env['DATA_DIR'] ?? '.guildhall');
