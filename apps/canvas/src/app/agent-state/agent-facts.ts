import { causeSentence, type GraphWorkspace, type RestartReason, type WorkspaceView } from '@guildhall/contracts';

/** The tier of a workspace that names none: sandboxed. */
export const defaultTier = 1;

const tierWords: Record<GraphWorkspace['tier'], string> = {
  1: 'T1, sandboxed',
  2: 'T2, standard',
  3: 'T3, extended',
  4: 'T4, on the host',
};

/**
 * How an agent is kept apart from this machine. A tier says what a container may do: without a container there are no walls,
 * whatever the tier is.
 */
export const isolationOf = ({ tier, backend }: Pick<GraphWorkspace, 'tier' | 'backend'>): Isolation =>
  backend === 'process'
    ? { words: 'Not isolated (local process)', isWarning: true }
    : { words: tierWords[tier], isWarning: tier === 4 };

export interface Isolation {
  words: string;
  isWarning: boolean;
}

/** Starts after the first. */
export const restartsOf = ({ incarnation }: Pick<GraphWorkspace, 'incarnation'>): number =>
  Math.max(0, incarnation - 1);

export interface Where {
  kind: 'docker' | 'process' | 'external' | 'none';
  title: string;
}

/** Describes where the agent runs. */
export const whereOf = ({ runtime, backend }: Pick<GraphWorkspace, 'runtime' | 'backend'>): Where => {
  if (runtime === 'external') return { kind: 'external', title: 'Run by its owner' };
  if (backend === 'docker') return { kind: 'docker', title: `In a container · ${runtime}` };
  if (backend === 'process') return { kind: 'process', title: `As a local process · ${runtime}` };
  return { kind: 'none', title: `Not started yet · ${runtime}` };
};

/** Causes of being online that need no reader. */
const ordinary = new Set(['registered', 'heartbeat', 'engine_back']);

/** Causes whose sentence is too short for people. */
const clearer = new Map([
  ['requested', 'requested by an operator or agent'],
  ['wedged', 'wedged: it reports that it is stuck'],
]);

/**
 * The cause of the state, unless all is well or the state says it already. `words`: what the agent or its engine said,
 * ignored when they explain another cause.
 */
export const shownCause = (
  { status, cause }: Pick<GraphWorkspace, 'status' | 'cause'>,
  words: WorkspaceView['status_words'] = null,
): string | null => {
  if (cause === null || cause.code === status || (status === 'online' && ordinary.has(cause.code))) return null;
  return capitalised(clearer.get(cause.code) ?? causeSentence(cause, words?.code === cause.code ? words.text : null));
};

/** A text as the beginning of a line. */
export const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** States whose cause a person needs to read. */
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

/** Says it as a sentence; null: no restart is due. */
export const restartSentence = (workspace: Pick<GraphWorkspace, 'restartDue'>): string | null => {
  const what = restartDueTo(workspace);
  return what === null ? null : `Restart due: ${what} changed since this agent started.`;
};
