import {
  eventDeclarations,
  type EventType,
  type GraphWorkspace,
  type JsonObject,
  type OrgGraph,
  type RecordedEvent,
  type SavedGraph,
} from '@guildhall/contracts';
import { createGraphFold, graphFoldVersion, resumeGraphFold, type GraphFold } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../log/fold.js';

const graphEvents = (Object.keys(eventDeclarations) as EventType[]).filter(
  (type) => eventDeclarations[type].foldsGraph,
);

/** The organisation graph of every organisation at the follower's position. */
@Fold()
@Injectable()
export class OrgGraphs implements LogFold {
  readonly name = 'graphs';
  readonly version = graphFoldVersion;
  readonly handles = graphEvents;

  /** Workspaces that the newest event was about; for folds that come after this one. */
  touched: readonly string[] = [];

  private readonly folds = new Map<string, GraphFold>();
  private readonly orgOf = new Map<string, string>();

  apply(event: RecordedEvent): void {
    const { org } = event.metadata;
    this.touched = this.fold(org).apply(event);
    for (const id of this.touched) this.orgOf.set(id, org);
  }

  /** A fresh copy that later events do not change. */
  graph(org: string): OrgGraph {
    return this.fold(org).toGraph();
  }

  /** Also of removed ones; undefined: unknown. */
  workspace(org: string, id: string): GraphWorkspace | undefined {
    return this.fold(org).get(id);
  }

  /** Wherever it belongs; for the reactors, which work for all organisations. */
  find(id: string): GraphWorkspace | undefined {
    const org = this.orgOf.get(id);
    return org === undefined ? undefined : this.workspace(org, id);
  }

  organisationOf(id: string): string | undefined {
    return this.orgOf.get(id);
  }

  organisations(): string[] {
    return [...this.folds.keys()];
  }

  toJson(): JsonObject {
    return { graphs: [...this.folds.values()].map((fold) => fold.save()) as unknown as JsonObject[] };
  }

  fromJson(json: JsonObject): void {
    for (const saved of json['graphs'] as unknown as SavedGraph[]) {
      const { org, workspaces } = saved.graph;
      this.folds.set(org, resumeGraphFold(saved));
      for (const workspace of workspaces) this.orgOf.set(workspace.id, org);
    }
  }

  private fold(org: string): GraphFold {
    const existing = this.folds.get(org);
    if (existing !== undefined) return existing;
    const fold = createGraphFold(org);
    this.folds.set(org, fold);
    return fold;
  }
}
