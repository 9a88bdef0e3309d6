import { isAlive, readProcesses } from './processes.mjs';
import { Unusable } from '../say.mjs';

/**
 * Throws when a Guildhall runs on this data directory already; the sentence names it.
 * @param {string} dataDir absolute path
 */
export const refuseSecondStart = (dataDir) => {
  const supervisor = readProcesses(dataDir)?.supervisor;
  if (supervisor === undefined || supervisor.pid === process.pid || !isAlive(supervisor)) return;
  throw new Unusable(
    `Guildhall already runs on ${dataDir} (process ${supervisor.pid}): use that one (npm run login-link), stop it with Ctrl-C, or choose another folder with --data.`,
    75,
  );
};
