import type { JsonObject, RecordedEvent, TeamAction, TreeFact } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../../log/fold.js';

/** What leads were granted at their creation to do to those below them. */
@Fold()
@Injectable()
export class GrantedLeads implements LogFold {
  readonly name = 'granted-leads';
  readonly version = 1;
  readonly handles = ['WorkspaceCreated', 'WorkspacePurged'] as const;

  private readonly grants = new Map<string, readonly TeamAction[]>();

  allows(leadId: string, action: TeamAction): boolean {
    return this.grants.get(leadId)?.includes(action) === true;
  }

  apply(event: RecordedEvent): void {
    const fact = event as RecordedEvent & TreeFact;
    // Earlier versions let null into the log.
    if (fact.type === 'WorkspaceCreated' && fact.data.managesTeam != null)
      this.grants.set(fact.data.workspaceId, fact.data.managesTeam);
    if (fact.type === 'WorkspacePurged') this.grants.delete(fact.data.workspaceId);
  }

  toJson(): JsonObject {
    return Object.fromEntries([...this.grants].map(([id, actions]) => [id, [...actions]]));
  }

  fromJson(json: JsonObject): void {
    for (const [id, actions] of Object.entries(json)) this.grants.set(id, actions as unknown as TeamAction[]);
  }
}
