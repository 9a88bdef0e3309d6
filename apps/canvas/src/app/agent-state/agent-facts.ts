import type { GraphWorkspace, RestartReason } from '@guildhall/contracts';

/** What a workspace gets when nobody chooses: sandboxed. */
export const defaultTier = 1;

export const tierWords: Record<GraphWorkspace['tier'], string> = {
  1: 'T1, sandboxed',
  2: 'T2, standard',
  3: 'T3, extended',
  4: 'T4, on the host',
};

/** Starts after the first. */
export const restartsOf = ({ incarnation }: Pick<GraphWorkspace, 'incarnation'>): number =>
  Math.max(0, incarnation - 1);

export interface Where {
  kind: 'docker' | 'process' | 'external' | 'none';
  title: string;
}

/** Where its agent runs, in words. */
export const whereOf = ({ runtime, backend }: Pick<GraphWorkspace, 'runtime' | 'backend'>): Where => {
  if (runtime === 'external') return { kind: 'external', title: 'At its owner’s' };
  if (backend === 'docker') return { kind: 'docker', title: `In a container · ${runtime}` };
  if (backend === 'process') return { kind: 'process', title: `As a local process · ${runtime}` };
  return { kind: 'none', title: `Started nowhere yet · ${runtime}` };
};

/** Causes of being online that nobody needs to read. */
const ordinary = new Set(['registered', 'heartbeat', 'recovered', 'the engine is back']);

/** Causes that are short for the log and say too little to people. */
const clearer = new Map([
  ['asked for', 'asked for by somebody'],
  ['wedged', 'wedged: it reports that it is stuck'],
]);

/** Why it is so, unless all is well or the word of the state says it already. */
export const shownCause = ({ status, cause }: Pick<GraphWorkspace, 'status' | 'cause'>): string | null => {
  const saysNothing = cause === null || cause === status || (status === 'online' && ordinary.has(cause));
  return saysNothing ? null : (clearer.get(cause) ?? cause);
};

/** States in which the cause is what a person needs to read. */
const alarming: ReadonlySet<GraphWorkspace['status']> = new Set(['failed', 'degraded', 'offline']);
export const isAlarming = ({ status }: Pick<GraphWorkspace, 'status'>): boolean => alarming.has(status);

const changed: Record<RestartReason, string> = {
  access: 'folder',
  configuration: 'configuration',
  model: 'model',
  runtime: 'program',
  tier: 'isolation',
};

/** What changed since the running agent was started, as `model and isolation`; null: nothing did. */
export const restartDueTo = ({ restartDue }: Pick<GraphWorkspace, 'restartDue'>): string | null => {
  const words = restartDue.map((reason) => changed[reason]);
  return words.length < 2 ? (words[0] ?? null) : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
};

/** The whole sentence of it. */
export const restartSentence = (workspace: Pick<GraphWorkspace, 'restartDue'>): string | null => {
  const what = restartDueTo(workspace);
  return what === null ? null : `Restart due: ${what} changed after this agent was started.`;
};
