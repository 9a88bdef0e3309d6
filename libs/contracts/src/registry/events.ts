import { defineEvent, type FactOf } from '../events/declaration.js';
import type { BlobRef, WorkspaceId } from '../ids.js';
import type { JsonObject } from '../json.js';

/**
 * Stream `agent-<workspaceId>`. `incarnation` is the backend generation the agent belongs to (0: not started by us);
 * what comes from an older one is ignored.
 */
export const registryEvents = {
  AgentRegistered: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    /** What everybody may see: scheme, host and port. */
    url: string;
    /** The whole address, sealed: its path may be what keeps others from calling the agent. Null: `url` is all of it. */
    endpoint: BlobRef | null;
    /** HMAC of a sealed address: tells a change without opening it. */
    endpointDigest: string | null;
    card: JsonObject;
    /** Somebody who knows its address told it, not the agent: it may never beat and is asked there. Absent: itself. */
    byOperator?: true;
  }>()('AgentRegistered', { permission: 'workspaces.read', personal: ['endpoint'] }),
  AgentCardUpdated: defineEvent<{ workspaceId: WorkspaceId; card: JsonObject }>()('AgentCardUpdated', {
    permission: 'workspaces.read',
  }),
  AgentWentOnline: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; cause: string }>()('AgentWentOnline', {
    permission: 'workspaces.read',
    foldsGraph: true,
  }),
  AgentWentOffline: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; cause: string }>()(
    'AgentWentOffline',
    {
      permission: 'workspaces.read',
      foldsGraph: true,
    },
  ),
  /** It is there and does not do well; `cause` says by what sign. */
  AgentDegraded: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; cause: string }>()('AgentDegraded', {
    permission: 'workspaces.read',
    foldsGraph: true,
  }),
  AgentRecovered: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; cause: string }>()('AgentRecovered', {
    permission: 'workspaces.read',
    foldsGraph: true,
  }),
} as const;

export type AgentFact = FactOf<(typeof registryEvents)[keyof typeof registryEvents]>;
