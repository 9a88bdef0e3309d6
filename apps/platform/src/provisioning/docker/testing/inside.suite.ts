import { runInContainer } from '../engine/container-exec.js';
import { Engine } from '../engine/engine.js';
import type { EnginePlace } from './engine-place.suite.js';

/** Runs a script in the container of an agent, as whoever got in there could; gives what it prints. */
export const inside = async (place: EnginePlace, workspaceId: string, script: string): Promise<string> => {
  const command = ['node', '-e', script];
  const end = await runInContainer(new Engine(), place.at.agent(workspaceId), command, Buffer.alloc(0));
  if (end === null) throw new Error('the container does not run');
  return `${end.stdout.toString()}${end.stderr}`;
};

export const writing = (path: string): string =>
  `try { require('node:fs').writeFileSync('${path}', 'x'); console.log('written') } catch (error) { console.log(error.code) }`;

/** Path in /proc of the agent program, in a script's own words. */
export const agentProcess = `
const fs = require('node:fs');
const agent = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).find((pid) => {
  try { return fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').startsWith('guildhall-agent'); } catch { return false; }
});
`;
