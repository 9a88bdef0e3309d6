import type { JsonObject, ProvisioningFact, RecordedEvent, TreeFact } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../../log/fold.js';
import type { AgentBackend } from '../../backend-port/backend.js';

type Engine = AgentBackend['name'];

/** Where agents began: from their first start on an engine their files there are theirs. */
@Fold()
@Injectable()
export class FirstStarts implements LogFold {
  readonly name = 'first-starts';
  readonly version = 1;
  readonly handles = ['ProcessStarted', 'ContainerStarted', 'WorkspacePurged'] as const;

  /** By workspace, the engine that started its agent last. */
  private readonly engines = new Map<string, Engine>();

  /** Did its agent start on that engine already, and on no other since? Then all that was written before it is there. */
  has(workspaceId: string, engine: string | null): boolean {
    return engine !== null && this.engines.get(workspaceId) === engine;
  }

  apply(event: RecordedEvent): void {
    const { type, data } = event as RecordedEvent & (ProvisioningFact | TreeFact);
    if (type === 'ProcessStarted') this.engines.set(data.workspaceId, 'process');
    else if (type === 'ContainerStarted') this.engines.set(data.workspaceId, 'docker');
    else if (type === 'WorkspacePurged') this.engines.delete(data.workspaceId);
  }

  toJson(): JsonObject {
    return Object.fromEntries(this.engines);
  }

  fromJson(json: JsonObject): void {
    for (const [workspaceId, engine] of Object.entries(json)) this.engines.set(workspaceId, engine as Engine);
  }
}
