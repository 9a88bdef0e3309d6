import type { FeedDocument, JsonObject, Ordinal, RecordedEvent } from '@guildhall/contracts';
import type { Change, FoldContext, FoldMemory, View } from '../engine/view/view.js';
import { Parents } from './parents.js';

/** Index of the whole log: one row per event, found by number, moment, workspace or type. */
export const feedView: View = {
  name: 'feed',
  version: 1,
  indexes: [{ fields: ['ordinal'] }, { fields: ['at'] }, { fields: ['workspaces'] }, { fields: ['type', 'ordinal'] }],
  open: (saved) => new FeedFold(saved),
};

class FeedFold implements FoldContext {
  readonly memory: FoldMemory;
  private readonly parents: Parents;
  private rows: Change[] = [];

  constructor(saved: JsonObject | null) {
    this.parents = new Parents(saved);
    this.memory = this.parents;
  }

  get waiting(): number {
    return this.rows.length;
  }

  handles(): boolean {
    return true;
  }

  fold(event: RecordedEvent, ordinal: Ordinal): void {
    this.parents.apply(event);
    const { position, type, stream, revision, metadata } = event;
    const row: FeedDocument = {
      id: position,
      position,
      ordinal,
      type,
      org: metadata.org,
      stream,
      revision,
      workspaces: this.concerned(event.data),
      actor_kind: metadata.actor.kind,
      actor_id: metadata.actor.id,
      at: metadata.recordedAt,
    };
    this.rows.push({ document: row as unknown as Change['document'], position, isNew: true });
  }

  take(): Change[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  /** A placement also concerns the team that was left. */
  private concerned(data: unknown): string[] {
    const { workspaceId, previousParentId } = data as { workspaceId?: unknown; previousParentId?: unknown };
    if (typeof workspaceId !== 'string') return [];
    const line = this.parents.line(workspaceId);
    if (typeof previousParentId !== 'string') return line;
    return [...new Set([...line, ...this.parents.line(previousParentId)])];
  }
}
