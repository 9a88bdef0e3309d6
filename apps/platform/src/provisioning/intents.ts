import {
  provisioningStepOf,
  type Access,
  type ActorRef,
  type DataOf,
  type FileFact,
  type Json,
  type JsonObject,
  type ProvisioningFact,
  type ProvisioningPhase,
  type RecordedEvent,
  type TreeFact,
  type WorkspaceFact,
  type workspaceEvents,
} from '@guildhall/contracts';
import { provisioningDecider, type Evolved, type ProvisioningState } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { evolvedFrom } from '../commands/executor/cached-stream.js';
import { Fold, typesOf, type LogFold } from '../log/fold.js';

const external = 'external';

/** What the log asks of the backends for one workspace. */
export interface Intent {
  workspaceId: string;
  org: string;
  name: string;
  tier: number;
  runtime: string;
  command: string | null;
  model: string | null;
  access: Access;
  workspaceDir: string | null;
  incarnation: number;
  /** `wanted`: created, not yet requested. `requested`: no outcome yet. `running`, `ended`: the outcome. */
  phase: 'wanted' | Exclude<ProvisioningPhase, 'none'>;
  backend: string | null;
  /** Who paused it; null: it is not paused. */
  pausedBy: ActorRef | null;
  notBefore: string | null;
  correlationId: string;
  /** Since when it could come online: its start, or when its engine was back; null: it did not start yet. */
  expectedFrom: string | null;
  /** Of the restart that opened this incarnation. */
  reset: boolean;
  template: string | null;
  /** Template that the workspace was made from. */
  madeFrom: string | null;
  /** Files of its configuration were written through the platform. */
  configured: boolean;
  /** The engine does not answer. */
  lost: boolean;
}

/** Open intents and their outcomes, folded from the log: the reactor acts on what is still open. */
@Fold()
@Injectable()
export class Intents implements LogFold {
  readonly name = 'intents';
  readonly version = 9;
  readonly handles = [
    ...typesOf(provisioningStepOf),
    ...(['WorkspaceCreated', 'WorkspaceRenamed', 'WorkspacePurged'] as const),
    ...(['TierChosen', 'RuntimeChosen', 'AccessChosen', 'ModelChosen'] as const),
    ...(['FileWritten', 'FilesReplaced'] as const),
  ] as const;

  private readonly intents = new Map<string, Intent>();
  private readonly states = new Map<string, ProvisioningState>();
  /** Their backends may not have been purged yet. */
  private readonly purged = new Set<string>();

  get(workspaceId: string): Intent | undefined {
    return this.intents.get(workspaceId);
  }

  all(): Intent[] {
    return [...this.intents.values()];
  }

  wasPurged(workspaceId: string): boolean {
    return this.purged.has(workspaceId);
  }

  apply(event: RecordedEvent): void {
    const fact = event as RecordedEvent & (ProvisioningFact | TreeFact | WorkspaceFact | FileFact);
    switch (fact.type) {
      case 'WorkspaceCreated':
        return this.created(event, fact.data);
      case 'WorkspaceRenamed':
        return this.change(fact.data.workspaceId, { name: fact.data.name });
      case 'TierChosen':
        return this.change(fact.data.workspaceId, { tier: fact.data.tier });
      case 'RuntimeChosen':
        return this.runtimeChosen(fact.data);
      case 'AccessChosen':
        return this.change(fact.data.workspaceId, { access: fact.data.access, workspaceDir: fact.data.workspaceDir });
      case 'ModelChosen':
        return this.change(fact.data.workspaceId, { model: fact.data.model });
      case 'FileWritten':
      case 'FilesReplaced':
        return fact.data.root === 'configs' ? this.change(fact.data.workspaceId, { configured: true }) : undefined;
      case 'WorkspacePurged':
        this.purged.add(fact.data.workspaceId);
        this.states.delete(fact.data.workspaceId);
        return void this.intents.delete(fact.data.workspaceId);
      default:
        return this.provisioned(event, fact as ProvisioningFact);
    }
  }

  /** The decider's own state machine says where the backend is; here is only what the reactor needs besides. */
  private provisioned(event: RecordedEvent, fact: ProvisioningFact): void {
    const { workspaceId } = fact.data;
    if (!this.intents.has(workspaceId)) return;
    const before = this.states.get(workspaceId) ?? provisioningDecider.initialState();
    const state = provisioningDecider.evolve(before, evolvedFrom(event) as Evolved<ProvisioningFact>);
    this.states.set(workspaceId, state);
    const { incarnation, backend, lost } = state;
    const phase = state.phase === before.phase || state.phase === 'none' ? {} : { phase: state.phase };
    this.change(workspaceId, { incarnation, backend, lost, ...phase, ...columnsOf(event, fact) });
  }

  toJson(): JsonObject {
    const states = [...this.states] as unknown as Json[];
    return { intents: this.all() as unknown as JsonObject[], states, purged: [...this.purged] };
  }

  fromJson(json: JsonObject): void {
    for (const intent of json['intents'] as unknown as Intent[]) this.intents.set(intent.workspaceId, intent);
    for (const [workspaceId, state] of json['states'] as unknown as [string, ProvisioningState][])
      this.states.set(workspaceId, state);
    for (const workspaceId of json['purged'] as string[]) this.purged.add(workspaceId);
  }

  private created(event: RecordedEvent, data: (TreeFact & { type: 'WorkspaceCreated' })['data']): void {
    const { workspaceId, name, tier, runtime, command, model, access, workspaceDir } = data;
    this.intents.set(workspaceId, {
      workspaceId,
      org: event.metadata.org,
      name,
      tier,
      runtime,
      command,
      model,
      access,
      workspaceDir,
      incarnation: 0,
      phase: runtime === external ? 'ended' : 'wanted',
      backend: null,
      pausedBy: null,
      notBefore: null,
      correlationId: event.metadata.$correlationId,
      expectedFrom: null,
      reset: false,
      template: null,
      madeFrom: data.template ?? null,
      configured: false,
      lost: false,
    });
  }

  /** An external agent that becomes one of ours is started; the other way round, what runs of it is ended. */
  private runtimeChosen({
    workspaceId,
    runtime,
    command,
    previous,
  }: DataOf<(typeof workspaceEvents)['RuntimeChosen']>) {
    const isNewHere = previous.runtime === external && runtime !== external;
    const isWanted = isNewHere && this.intents.get(workspaceId)?.phase === 'ended';
    this.change(workspaceId, { runtime, command, ...(isWanted ? { phase: 'wanted' } : {}) });
  }

  private change(workspaceId: string, change: Partial<Intent>): void {
    const intent = this.intents.get(workspaceId);
    if (intent !== undefined) Object.assign(intent, change);
  }
}

/** What an event says besides the state of the backend. */
const columnsOf = ({ metadata }: RecordedEvent, { type, data }: ProvisioningFact): Partial<Intent> => {
  switch (type) {
    case 'RestartRequested':
      return { reset: data.reset ?? false, template: data.template ?? null };
    case 'ProvisioningRequested': {
      // A start after a crash is not a restart: what the restart asked for was done before.
      const done = data.reason === 'restart' ? {} : { reset: false, template: null };
      return { notBefore: data.notBefore, correlationId: metadata.$correlationId, expectedFrom: null, ...done };
    }
    case 'ProcessStarted':
    case 'ContainerStarted':
    case 'BackendFound':
      return { expectedFrom: metadata.recordedAt };
    case 'WorkspacePaused':
      return { pausedBy: metadata.actor };
    case 'WorkspaceResumed':
      return { pausedBy: null };
    default:
      return {};
  }
};
