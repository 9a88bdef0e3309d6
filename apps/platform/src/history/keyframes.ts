import type { BlobStore } from '@guildhall/blob-store';
import type { Ordinal, Position } from '@guildhall/contracts';
import { createGraphFold, graphFoldVersion, resumeGraphFold, type GraphFold } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { InjectBlobStore } from '../stores/injection.js';
import { Views } from '../stores/views.js';

export interface Keyframe {
  fold: GraphFold;
  /** Of the last event in it; null: it is empty. */
  position: Position | null;
  /** Number of events up to that one. */
  ordinal: Ordinal;
}

/** Graphs of the past that the projector stored now and then. */
@Injectable()
export class Keyframes {
  constructor(
    private readonly views: Views,
    @InjectBlobStore() private readonly blobs: BlobStore,
  ) {}

  /** The newest one at or before an ordinal. */
  async before(org: string, ordinal: Ordinal): Promise<Keyframe> {
    const filter = { org, foldVersion: graphFoldVersion, ordinal: { $lte: ordinal } };
    const sort = [{ field: 'ordinal', direction: 'desc' as const }];
    const found = await this.views.find('graph_keyframes', filter, { sort, limit: 1 });
    const keyframe = found.items[0];
    const bytes = keyframe === undefined ? null : await this.blobs.get(String(keyframe['digest']));
    if (keyframe === undefined || bytes === null) return { fold: createGraphFold(org), position: null, ordinal: 0 };
    return {
      fold: resumeGraphFold(JSON.parse(Buffer.from(bytes).toString('utf8'))),
      position: String(keyframe['position']),
      ordinal: Number(keyframe['ordinal']),
    };
  }
}
