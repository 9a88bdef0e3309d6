import type { Cause } from '../declarations/cause.js';
import { defineEvent, type FactOf } from '../declarations/event.js';
import type { BlobRef, WorkspaceId } from '../ids.js';
import type { JsonObject } from '../json.js';
import type { Code, Digest } from '../text.js';
import { degradedWithCause, signWithCause } from './upcasts.js';

const seen = { permission: 'workspaces.read' } as const;
const state = { ...seen, foldsGraph: true } as const;

/** On every event about the state of an agent. */
export interface OfAgent {
  workspaceId: WorkspaceId;
  incarnation: number;
}

/**
 * Stream `agent-<workspaceId>`. `incarnation` is the backend generation of the agent (0: not started by us);
 * reports of an older one are ignored.
 */
export const registryEvents = {
  AgentRegistered: defineEvent<
    OfAgent & {
      /** The part that everyone may see: scheme, host and port. */
      url: Code;
      /** The whole address, sealed: its path may be what keeps others from calling the agent. Null: `url` is all of it. */
      endpoint: BlobRef | null;
      /** HMAC of a sealed address: shows a change without opening it. */
      endpointDigest: Digest | null;
      card: JsonObject;
      /** An operator registered the address, so the agent may never send a heartbeat and is probed there. Absent: it registered itself. */
      byOperator?: true;
    }
  >()('AgentRegistered', { ...seen, personal: ['endpoint'], sentence: ({ url }) => `Agent registered at ${url}` }),
  AgentCardUpdated: defineEvent<{ workspaceId: WorkspaceId; card: JsonObject }>()('AgentCardUpdated', {
    ...seen,
    sentence: () => 'Agent updated its card',
  }),
  AgentWentOnline: defineEvent<OfAgent & { cause: Cause }>()('AgentWentOnline', {
    ...state,
    upcasts: [signWithCause],
    sentence: () => 'Agent came online',
  }),
  AgentWentOffline: defineEvent<OfAgent & { cause: Cause }>()('AgentWentOffline', {
    ...state,
    upcasts: [signWithCause],
    sentence: ({ cause }, { becauseOf }) => `Agent went offline: ${becauseOf(cause)}`,
  }),
  /** Reachable but unhealthy; `cause` names the sign. `words`: an error that the agent gave as a sample; null: none. */
  AgentDegraded: defineEvent<OfAgent & { cause: Cause; words: BlobRef | null }>()('AgentDegraded', {
    ...state,
    personal: ['words'],
    upcasts: [degradedWithCause],
    sentence: ({ cause }, { becauseOf }) => `Agent is unhealthy: ${becauseOf(cause)}`,
  }),
  AgentRecovered: defineEvent<OfAgent & { cause: Cause }>()('AgentRecovered', {
    ...state,
    upcasts: [signWithCause],
    sentence: ({ cause }, { becauseOf }) => `Agent recovered: ${becauseOf(cause)}`,
  }),
} as const;

export type AgentFact = FactOf<(typeof registryEvents)[keyof typeof registryEvents]>;
