import type { Cause } from '../declarations/cause.js';
import { defineEvent, type FactOf } from '../declarations/event.js';
import type { BlobRef, Id, Instant, WorkspaceId } from '../ids.js';
import type { Code, PersonText } from '../text.js';
import { failureWithCause, reasonAsCode, turnWithCause } from './upcasts.js';

export type ProvisioningReason = 'created' | 'restart' | 'crash' | 'restored' | 'runtime_changed' | 'resumed' | 'woken';

const seen = { permission: 'workspaces.read' } as const;
const state = { ...seen, foldsGraph: true } as const;

/** On every event of a backend: the workspace and the generation of its backend. */
export interface OfBackend {
  workspaceId: WorkspaceId;
  incarnation: number;
}

/** Stream `provisioning-<workspaceId>`. The intent comes first; a reactor carries it out and records the outcome. */
export const provisioningEvents = {
  /** Opens a new incarnation. The backend starts not before `notBefore` (backoff after crashes). */
  ProvisioningRequested: defineEvent<
    OfBackend & {
      backend: Code | null;
      runtime: PersonText;
      reason: ProvisioningReason;
      notBefore: Instant | null;
    }
  >()('ProvisioningRequested', {
    ...state,
    upcasts: [reasonAsCode],
    sentence: ({ reason }, { becauseOf }) => `Start requested (${becauseOf({ code: reason })})`,
  }),
  ProcessStarted: defineEvent<OfBackend & { pid: number; adopted: boolean }>()('ProcessStarted', {
    ...state,
    sentence: ({ pid, adopted }) => (adopted ? `Process ${pid} was still running` : `Process ${pid} started`),
  }),
  ContainerStarted: defineEvent<OfBackend & { containerId: Id; image: Code; adopted: boolean }>()('ContainerStarted', {
    ...state,
    sentence: ({ containerId, adopted }) =>
      `Container ${containerId.slice(0, 12)} ${adopted ? 'was still running' : 'started'}`,
  }),
  /** `words`: what the engine said of it; null: nothing. */
  ProvisioningFailed: defineEvent<OfBackend & { cause: Cause; words: BlobRef | null }>()('ProvisioningFailed', {
    ...state,
    personal: ['words'],
    upcasts: [failureWithCause],
    sentence: ({ cause }, { becauseOf }) => `Start failed: ${becauseOf(cause)}`,
  }),
  /** Names the incarnation that ends. `reset`: discard its session; `template`: write the files of this template again. */
  RestartRequested: defineEvent<OfBackend & { reset?: boolean; template?: Id | null }>()('RestartRequested', {
    ...seen,
    sentence: ({ reset }) => (reset === true ? 'Restart with a new session requested' : 'Restart requested'),
  }),
  /** The backend of that incarnation ended. `requested`: the platform ended it. */
  BackendStopped: defineEvent<
    OfBackend & { requested: boolean; exitCode: number | null; signal: Code | null; cause: Cause }
  >()('BackendStopped', {
    ...state,
    upcasts: [turnWithCause],
    sentence: ({ cause }, { becauseOf }) => `Stopped: ${becauseOf(cause)}`,
  }),
  /** Everyone below `root` was paused with it. The backend ends after this; messages wait. */
  WorkspacePaused: defineEvent<OfBackend & { root: WorkspaceId }>()('WorkspacePaused', {
    ...state,
    sentence: ({ root, workspaceId }) => (root === workspaceId ? 'Paused' : 'Paused with its team'),
  }),
  /** Our agents start again with the next incarnation; the platform waits for external ones. */
  WorkspaceResumed: defineEvent<OfBackend & { root: WorkspaceId }>()('WorkspaceResumed', {
    ...state,
    sentence: () => 'Resumed',
  }),
  WorkspaceHibernated: defineEvent<OfBackend & { cause: Cause }>()('WorkspaceHibernated', {
    ...state,
    upcasts: [turnWithCause],
    sentence: ({ cause }, { becauseOf }) => `Hibernated: ${becauseOf(cause)}`,
  }),
  WorkspaceWoken: defineEvent<OfBackend & { cause: Cause }>()('WorkspaceWoken', {
    ...seen,
    upcasts: [turnWithCause],
    sentence: ({ cause }, { becauseOf }) => `Woken: ${becauseOf(cause)}`,
  }),
  /** The engine does not answer: the last known state stays true until it is back. */
  BackendLost: defineEvent<OfBackend & { cause: Cause }>()('BackendLost', {
    ...state,
    upcasts: [turnWithCause],
    sentence: ({ cause }, { becauseOf }) => `Out of reach: ${becauseOf(cause)}`,
  }),
  BackendFound: defineEvent<OfBackend>()('BackendFound', { ...state, sentence: () => 'Within reach again' }),
  /** A backend ran without an intent; the platform ended it. */
  OrphanReaped: defineEvent<OfBackend & { backend: Code; handle: Id; cause: Cause }>()('OrphanReaped', {
    ...seen,
    upcasts: [turnWithCause],
    sentence: ({ handle, cause }, { becauseOf }) => `Ended the orphaned backend ${handle}: ${becauseOf(cause)}`,
  }),
  CrashLoopDetected: defineEvent<
    OfBackend & {
      crashes: number;
      windowMs: number;
      /** Of the last crash; absent in what earlier versions wrote. */
      cause?: Cause;
    }
  >()('CrashLoopDetected', {
    ...state,
    upcasts: [turnWithCause],
    sentence: ({ crashes, cause }, { becauseOf }) =>
      `Gave up after ${crashes} crashes${cause === undefined ? '' : `: ${becauseOf(cause)}`}`,
  }),
} as const;

export type ProvisioningFact = FactOf<(typeof provisioningEvents)[keyof typeof provisioningEvents]>;
