import type { GraphWorkspace, JsonObject, OrganisationId, OrgGraph, RecordedEvent } from '@guildhall/contracts';
import { createGraphFold, type GraphFold } from '@guildhall/org-graph';

/** The organisation graphs of all organisations at one place in the log. */
export class Graphs {
  private readonly folds = new Map<OrganisationId, GraphFold>();

  constructor(saved: JsonObject | null) {
    for (const graph of Object.values((saved ?? {}) as unknown as Record<string, OrgGraph>)) {
      this.folds.set(graph.org, createGraphFold(graph.org, graph));
    }
  }

  /** @returns the workspaces that changed */
  apply(event: RecordedEvent): readonly string[] {
    return this.of(event.metadata.org).apply(event);
  }

  /** Workspaces of all organisations, also removed ones. */
  get size(): number {
    return [...this.folds.values()].reduce((sum, fold) => sum + fold.size, 0);
  }

  get(org: OrganisationId, id: string): GraphWorkspace | undefined {
    return this.folds.get(org)?.get(id);
  }

  of(org: OrganisationId): GraphFold {
    const known = this.folds.get(org);
    if (known !== undefined) return known;
    const fold = createGraphFold(org);
    this.folds.set(org, fold);
    return fold;
  }

  save(): JsonObject {
    return Object.fromEntries([...this.folds].map(([org, fold]) => [org, fold.toGraph() as unknown as JsonObject]));
  }
}
