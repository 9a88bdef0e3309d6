import type {
  Access,
  JsonObject,
  ProvisioningFact,
  RecordedEvent,
  TreeFact,
  WorkspaceFact,
} from '@guildhall/contracts';
import type { LogFold } from '../log/log-fold.js';

/** What the log wants of the backends for one workspace. */
export interface Intent {
  workspaceId: string;
  org: string;
  name: string;
  tier: number;
  runtime: string;
  command: string | null;
  access: Access;
  workspaceDir: string | null;
  incarnation: number;
  /** `wanted`: created, not yet requested. `requested`: no outcome yet. `running`, `ended`: the outcome. */
  phase: 'wanted' | 'requested' | 'running' | 'ended';
  backend: string | null;
  notBefore: string | null;
  correlationId: string;
}

/** Open intents and their outcomes, folded from the log: the reactor acts on what is still open. */
export class Intents implements LogFold {
  readonly name = 'intents';
  readonly version = 2;

  private readonly intents = new Map<string, Intent>();

  get(workspaceId: string): Intent | undefined {
    return this.intents.get(workspaceId);
  }

  all(): Intent[] {
    return [...this.intents.values()];
  }

  apply(event: RecordedEvent): void {
    const fact = event as RecordedEvent & (ProvisioningFact | TreeFact | WorkspaceFact);
    switch (fact.type) {
      case 'WorkspaceCreated':
        return this.created(event, fact.data);
      case 'WorkspaceRenamed':
        return this.change(fact.data.workspaceId, { name: fact.data.name });
      case 'TierChosen':
        return this.change(fact.data.workspaceId, { tier: fact.data.tier });
      case 'RuntimeChosen':
        return this.change(fact.data.workspaceId, { runtime: fact.data.runtime, command: fact.data.command });
      case 'AccessChosen':
        return this.change(fact.data.workspaceId, { access: fact.data.access, workspaceDir: fact.data.workspaceDir });
      case 'ProvisioningRequested': {
        const { workspaceId, incarnation, backend, notBefore } = fact.data;
        const correlationId = event.metadata.$correlationId;
        return this.change(workspaceId, { incarnation, backend, notBefore, correlationId, phase: 'requested' });
      }
      case 'ProcessStarted':
        return this.outcome(fact.data, 'running');
      case 'ProvisioningFailed':
      case 'BackendStopped':
      case 'CrashLoopDetected':
        return this.outcome(fact.data, 'ended');
    }
  }

  toJson(): JsonObject {
    return { intents: this.all() as unknown as JsonObject[] };
  }

  fromJson(json: JsonObject): void {
    for (const intent of json['intents'] as unknown as Intent[]) this.intents.set(intent.workspaceId, intent);
  }

  private created(event: RecordedEvent, data: (TreeFact & { type: 'WorkspaceCreated' })['data']): void {
    const { workspaceId, name, tier, runtime, command, access, workspaceDir } = data;
    this.intents.set(workspaceId, {
      workspaceId,
      org: event.metadata.org,
      name,
      tier,
      runtime,
      command,
      access,
      workspaceDir,
      incarnation: 0,
      phase: runtime === 'external' ? 'ended' : 'wanted',
      backend: null,
      notBefore: null,
      correlationId: event.metadata.$correlationId,
    });
  }

  private outcome(data: { workspaceId: string; incarnation: number }, phase: Intent['phase']): void {
    if (this.intents.get(data.workspaceId)?.incarnation === data.incarnation) this.change(data.workspaceId, { phase });
  }

  private change(workspaceId: string, change: Partial<Intent>): void {
    const intent = this.intents.get(workspaceId);
    if (intent !== undefined) Object.assign(intent, change);
  }
}
