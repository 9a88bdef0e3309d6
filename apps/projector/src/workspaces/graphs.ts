import type { JsonObject, OrganisationId, RecordedEvent, SavedGraph } from '@guildhall/contracts';
import { createGraphFold, resumeGraphFold, type GraphFold } from '@guildhall/org-graph';

/** The organisation graphs of all organisations at one place in the log. */
export class Graphs {
  private readonly folds = new Map<OrganisationId, GraphFold>();

  constructor(saved: JsonObject | null) {
    const graphs = (saved ?? {}) as unknown as Record<OrganisationId, SavedGraph>;
    for (const [org, graph] of Object.entries(graphs)) this.folds.set(org, resumeGraphFold(graph));
  }

  /** @returns the workspaces that changed */
  apply(event: RecordedEvent): readonly string[] {
    return this.of(event.metadata.org).apply(event);
  }

  /** Workspaces of all organisations, also removed ones. */
  get size(): number {
    return [...this.folds.values()].reduce((sum, fold) => sum + fold.size, 0);
  }

  of(org: OrganisationId): GraphFold {
    const known = this.folds.get(org);
    if (known !== undefined) return known;
    const fold = createGraphFold(org);
    this.folds.set(org, fold);
    return fold;
  }

  save(): JsonObject {
    return Object.fromEntries([...this.folds].map(([org, fold]) => [org, fold.save() as unknown as JsonObject]));
  }
}
