import type {
  Access,
  ActorRef,
  DataOf,
  FileFact,
  JsonObject,
  ProvisioningFact,
  RecordedEvent,
  TreeFact,
  WorkspaceFact,
  provisioningEvents,
  workspaceEvents,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../log/fold.js';

const external = 'external';

/** What the log wants of the backends for one workspace. */
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
  phase: 'wanted' | 'requested' | 'running' | 'ended' | 'paused' | 'hibernated';
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
  readonly version = 8;
  readonly handles = [
    'WorkspaceCreated',
    'WorkspaceRenamed',
    'TierChosen',
    'RuntimeChosen',
    'AccessChosen',
    'ModelChosen',
    'FileWritten',
    'FilesReplaced',
    'WorkspacePurged',
    'RestartRequested',
    'ProvisioningRequested',
    'ProcessStarted',
    'ContainerStarted',
    'ProvisioningFailed',
    'BackendStopped',
    'CrashLoopDetected',
    'WorkspacePaused',
    'WorkspaceHibernated',
    'WorkspaceResumed',
    'BackendLost',
    'BackendFound',
  ] as const;

  private readonly intents = new Map<string, Intent>();
  /** Their backends may not have heard of it. */
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
        return void this.intents.delete(fact.data.workspaceId);
      default:
        return this.provisioned(event, fact as ProvisioningFact);
    }
  }

  private provisioned(event: RecordedEvent, fact: ProvisioningFact): void {
    switch (fact.type) {
      case 'RestartRequested': {
        const { workspaceId, reset = false, template = null } = fact.data;
        return this.change(workspaceId, { reset, template });
      }
      case 'ProvisioningRequested':
        return this.requested(fact.data, event.metadata.$correlationId);
      case 'ProcessStarted':
      case 'ContainerStarted':
        return this.outcome(fact.data, { phase: 'running', expectedFrom: event.metadata.recordedAt, lost: false });
      case 'ProvisioningFailed':
      case 'BackendStopped':
      case 'CrashLoopDetected':
        return this.outcome(fact.data, { phase: 'ended' });
      case 'WorkspacePaused':
        return this.change(fact.data.workspaceId, { phase: 'paused', pausedBy: event.metadata.actor });
      case 'WorkspaceHibernated':
        return this.change(fact.data.workspaceId, { phase: 'hibernated' });
      case 'WorkspaceResumed':
        return this.change(fact.data.workspaceId, { phase: 'ended', pausedBy: null });
      case 'BackendLost':
        return this.change(fact.data.workspaceId, { lost: true });
      case 'BackendFound':
        return this.outcome(fact.data, { lost: false, expectedFrom: event.metadata.recordedAt });
    }
  }

  toJson(): JsonObject {
    return { intents: this.all() as unknown as JsonObject[], purged: [...this.purged] };
  }

  fromJson(json: JsonObject): void {
    for (const intent of json['intents'] as unknown as Intent[]) this.intents.set(intent.workspaceId, intent);
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

  /** Ours where it was somebody else's before: it is started; the other way round, what runs of it is ended. */
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

  /** A start after a crash is not a restart: what the restart asked for was done before. */
  private requested(data: DataOf<(typeof provisioningEvents)['ProvisioningRequested']>, correlationId: string): void {
    const { workspaceId, incarnation, backend, notBefore, reason } = data;
    const opened = { incarnation, backend, notBefore, correlationId, phase: 'requested', expectedFrom: null } as const;
    this.change(workspaceId, { ...opened, ...(reason === 'restart' ? {} : { reset: false, template: null }) });
  }

  private outcome(data: { workspaceId: string; incarnation: number }, change: Partial<Intent>): void {
    if (this.intents.get(data.workspaceId)?.incarnation === data.incarnation) this.change(data.workspaceId, change);
  }

  private change(workspaceId: string, change: Partial<Intent>): void {
    const intent = this.intents.get(workspaceId);
    if (intent !== undefined) Object.assign(intent, change);
  }
}
