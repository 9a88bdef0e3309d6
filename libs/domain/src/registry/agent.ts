import {
  agentStatusAfter,
  GuildhallError,
  type AgentFact,
  type BlobRef,
  type Cause,
  type JsonObject,
  type ReportedStatus,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';
import { sameJson } from '../json-equality.js';

/** Where an agent listens: the part that anyone may see, and the whole address, sealed. */
export interface AgentAddress {
  url: string;
  /** Null: `url` is the whole address. */
  endpoint: BlobRef | null;
  endpointDigest: string | null;
}

/**
 * `card` as `normaliseCard` gives it. `incarnation`: backend generation the agent belongs to; 0: not started by us.
 * `byOperator`: the agent did not register itself.
 */
export type AgentCommand = { workspaceId: WorkspaceId } & (
  | ({ type: 'register'; incarnation: number; card: JsonObject; byOperator: boolean } & AgentAddress)
  | { type: 'updateCard'; card: JsonObject }
  | { type: 'wentOnline'; incarnation: number; cause: Cause }
  | { type: 'wentOffline'; incarnation: number; cause: Cause }
  | { type: 'degraded'; incarnation: number; cause: Cause; words: BlobRef | null }
  | { type: 'recovered'; incarnation: number; cause: Cause }
);

export type AgentState =
  | { status: 'unregistered' }
  | {
      status: ReportedStatus;
      url: string;
      endpointDigest: string | null;
      card: JsonObject;
      /** Of the registration, as `byOperator`. */
      incarnation: number;
      byOperator: boolean;
      /** The newest incarnation that was seen online or offline. */
      seen: number;
    };

const evolve = (state: AgentState, event: Evolved<AgentFact>): AgentState => {
  if (event.type === 'AgentRegistered') {
    const { url, endpointDigest, card, incarnation, byOperator = false } = event.data;
    const registration = { url, endpointDigest, card, incarnation, byOperator };
    if (state.status === 'unregistered') return { status: 'offline', ...registration, seen: incarnation };
    return { ...state, ...registration };
  }
  if (state.status === 'unregistered') return state;
  if (event.type === 'AgentCardUpdated') return { ...state, card: event.data.card };
  const { incarnation } = event.data;
  const seen = event.type === 'AgentWentOffline' ? Math.max(state.seen, incarnation) : incarnation;
  return { ...state, status: agentStatusAfter[event.type], seen };
};

const isOnline = ({ status }: AgentState): boolean => status === 'online' || status === 'degraded';

const decide = (state: AgentState, command: AgentCommand): AgentFact[] => {
  switch (command.type) {
    case 'register':
      return register(state, command);
    case 'updateCard':
      return updateCard(state, command.workspaceId, command.card);
    case 'wentOnline':
      return wentOnline(state, command.workspaceId, command.incarnation, command.cause);
    case 'wentOffline': {
      const { workspaceId, incarnation, cause } = command;
      if (state.status === 'unregistered' || !isOnline(state) || incarnation < state.seen) return [];
      return [{ type: 'AgentWentOffline', data: { workspaceId, incarnation, cause } }];
    }
    case 'degraded':
    case 'recovered':
      return condition(state, command);
  }
};

const register = (state: AgentState, command: AgentCommand & { type: 'register' }): AgentFact[] => {
  const { workspaceId, incarnation, url, endpoint, endpointDigest, card, byOperator } = command;
  const origin = byOperator ? { byOperator } : {};
  const data = { workspaceId, incarnation, url, endpoint, endpointDigest, card, ...origin };
  const online = { workspaceId, incarnation, cause: { code: 'registered' } };
  if (state.status === 'unregistered') {
    return [
      { type: 'AgentRegistered', data },
      { type: 'AgentWentOnline', data: online },
    ];
  }
  requireNewest(state, incarnation);
  const isThere = state.url === url && state.endpointDigest === endpointDigest;
  const isBySame = state.incarnation === incarnation && state.byOperator === byOperator;
  const isSame = isThere && isBySame && sameJson(state.card, card);
  const isSeenOnline = isOnline(state) && state.seen === incarnation;
  return [
    ...(isSame ? [] : [{ type: 'AgentRegistered' as const, data }]),
    ...(isSeenOnline ? [] : [{ type: 'AgentWentOnline' as const, data: online }]),
  ];
};

const updateCard = (state: AgentState, workspaceId: WorkspaceId, card: JsonObject): AgentFact[] => {
  if (state.status === 'unregistered') {
    throw new GuildhallError('AGENT_NOT_ONLINE', { id: workspaceId, status: 'without a registered agent' });
  }
  return sameJson(state.card, card) ? [] : [{ type: 'AgentCardUpdated', data: { workspaceId, card } }];
};

/** A sign of life after silence. An agent that never registered has no address: it stays unreachable. */
const wentOnline = (state: AgentState, workspaceId: WorkspaceId, incarnation: number, cause: Cause): AgentFact[] => {
  if (state.status === 'unregistered') return [];
  requireNewest(state, incarnation);
  if (isOnline(state) && state.seen === incarnation) return [];
  return [{ type: 'AgentWentOnline', data: { workspaceId, incarnation, cause } }];
};

/** Only of the agent that is online now, and only a change. */
const condition = (state: AgentState, command: AgentCommand & { type: 'degraded' | 'recovered' }): AgentFact[] => {
  const { workspaceId, incarnation, cause } = command;
  if (state.status !== (command.type === 'degraded' ? 'online' : 'degraded') || incarnation !== state.seen) return [];
  const data = { workspaceId, incarnation, cause };
  if (command.type === 'recovered') return [{ type: 'AgentRecovered', data }];
  return [{ type: 'AgentDegraded', data: { ...data, words: command.words } }];
};

const requireNewest = (state: { incarnation: number; seen: number }, incarnation: number): void => {
  const newest = Math.max(state.incarnation, state.seen);
  if (incarnation < newest) throw new GuildhallError('STALE_INCARNATION', { incarnation, newest });
};

/** Stream `agent-<workspaceId>`. */
export const agentDecider: Decider<AgentState, AgentCommand, AgentFact> = {
  initialState: () => ({ status: 'unregistered' }),
  evolve,
  decide,
};
