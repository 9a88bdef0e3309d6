import { supervise } from '../supervisor/supervise.mjs';
import { ensureBuilt } from '../build/ensure-built.mjs';

/**
 * @param {readonly string[]} args the options of `npm start`, as one JSON text
 * @returns {Promise<number>}
 */
export const main = async ([options = '{}']) => {
  await ensureBuilt();
  return supervise(JSON.parse(options));
};
