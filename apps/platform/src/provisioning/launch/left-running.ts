import type { Logger } from 'pino';
import type { AgentHandle, RunningAgent } from '../../backend-port/backend.js';
import type { Backends } from '../../backend-port/backends.js';

/** Names that one sentence lists. */
const named = 5;

const numberOf = (handle: AgentHandle): string =>
  handle.kind === 'process' ? `process ${handle.pid}` : `container ${handle.containerId.slice(0, 12)}`;

/** What ends them from outside, where no platform runs any more. */
const endingOf = (handles: readonly AgentHandle[]): string => {
  const pids = handles.flatMap((handle) => (handle.kind === 'process' ? [handle.pid] : []));
  const ids = handles.flatMap((handle) => (handle.kind === 'container' ? [handle.containerId.slice(0, 12)] : []));
  const commands = [
    ...(pids.length === 0 ? [] : [`kill ${pids.join(' ')}`]),
    ...(ids.length === 0 ? [] : [`docker stop ${ids.join(' ')}`]),
  ];
  return commands.join(' && ');
};

/**
 * The sentence for who stops the platform while agents go on; null: none does. `nameOf`: name of a workspace.
 */
export const leftRunning = (agents: readonly RunningAgent[], nameOf: (id: string) => string): string | null => {
  if (agents.length === 0) return null;
  const names = agents.slice(0, named).map(({ workspaceId, handle }) => `${nameOf(workspaceId)} (${numberOf(handle)})`);
  const rest = agents.length - names.length;
  const list = rest === 0 ? names.join(', ') : `${names.join(', ')} and ${rest} more`;
  const who = agents.length === 1 ? '1 agent goes on' : `${agents.length} agents go on`;
  return (
    `${who} without Guildhall: ${list}. The next start takes ${agents.length === 1 ? 'it' : 'them'} up again. ` +
    `To end ${agents.length === 1 ? 'it' : 'them'} now: ${endingOf(agents.map(({ handle }) => handle))}`
  );
};

/** Says it in the log, where the supervisor shows it. An engine that does not answer is left out. */
export const sayLeftRunning = async (
  backends: Backends,
  nameOf: (id: string) => string,
  log: Logger,
): Promise<void> => {
  const found = await Promise.all(backends.all.map((backend) => backend.running().catch(() => [])));
  const sentence = leftRunning(found.flat(), nameOf);
  if (sentence !== null) log.info({ for_people: true }, sentence);
};
