import type { BlobStore } from '@guildhall/blob-store';
import {
  eventDeclarations,
  type JsonObject,
  type KeyframeDocument,
  type OrganisationId,
  type Ordinal,
  type RecordedEvent,
} from '@guildhall/contracts';
import { graphFoldVersion } from '@guildhall/org-graph';
import { createHash } from 'node:crypto';
import type { Change, FoldContext, FoldMemory, View } from '../engine/view/view.js';
import { Graphs } from '../workspaces/graphs.js';

/** Graph events between two keyframes of an organisation, and the least of them per workspace of a large one. */
const keyframeEvents = 2_000;
const keyframeEventsPerWorkspace = 2;

/** A keyframe after every `spacing` graph events of an organisation, or more of them when it is large. */
export const keyframesEvery = (spacing: number): View => ({
  name: 'graph_keyframes',
  version: graphFoldVersion,
  indexes: [{ fields: ['org', 'foldVersion', 'ordinal'] }],
  open: (saved, { blobs }) => new KeyframesFold(saved, blobs, spacing),
});

/** The organisation graph at some moments, so that any moment is a short fold away. */
export const keyframesView = keyframesEvery(keyframeEvents);

const graphTypes = new Set(
  Object.values(eventDeclarations)
    .filter((declaration) => declaration.foldsGraph)
    .map((declaration) => declaration.type as string),
);

class KeyframesFold implements FoldContext {
  readonly memory: FoldMemory;
  private readonly graphs: Graphs;
  /** Graph events of each organisation since its last keyframe. */
  private readonly since: Map<OrganisationId, number>;
  private frames: { document: KeyframeDocument; bytes: Uint8Array }[] = [];
  private unstored: Uint8Array[] = [];

  constructor(
    saved: JsonObject | null,
    private readonly blobs: BlobStore,
    private readonly spacing: number,
  ) {
    const { graphs, since } = (saved ?? {}) as { graphs?: JsonObject; since?: Record<OrganisationId, number> };
    this.graphs = new Graphs(graphs ?? null);
    this.since = new Map(Object.entries(since ?? {}));
    const size = (): number => this.graphs.size;
    this.memory = {
      get size() {
        return size();
      },
      save: () => ({ graphs: this.graphs.save(), since: Object.fromEntries(this.since) }),
    };
  }

  get waiting(): number {
    return this.frames.reduce((sum, frame) => sum + frame.bytes.length / 1_000, 0);
  }

  handles(type: string): boolean {
    return graphTypes.has(type);
  }

  fold(event: RecordedEvent, ordinal: Ordinal): void {
    this.graphs.apply(event);
    const { org } = event.metadata;
    const since = (this.since.get(org) ?? 0) + 1;
    const due = since >= Math.max(this.spacing, keyframeEventsPerWorkspace * this.graphs.of(org).size);
    this.since.set(org, due ? 0 : since);
    if (due) this.frames.push(this.frame(event, ordinal));
  }

  take(): Change[] {
    const { frames } = this;
    this.frames = [];
    this.unstored = frames.map((frame) => frame.bytes);
    return frames.map(({ document }) => ({
      document: document as unknown as Change['document'],
      position: document.position,
    }));
  }

  async settle(): Promise<void> {
    await Promise.all(this.unstored.map((bytes) => this.blobs.put(bytes)));
    this.unstored = [];
  }

  private frame({ position, metadata }: RecordedEvent, ordinal: Ordinal): (typeof this.frames)[number] {
    const { org, recordedAt } = metadata;
    const bytes = Buffer.from(JSON.stringify(this.graphs.of(org).save()));
    return {
      bytes,
      document: {
        id: `${org}:${graphFoldVersion}:${String(ordinal).padStart(10, '0')}`,
        org,
        foldVersion: graphFoldVersion,
        ordinal,
        position,
        at: recordedAt,
        digest: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
      },
    };
  }
}
