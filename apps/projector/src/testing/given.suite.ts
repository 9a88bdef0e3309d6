import { expect } from '@jest/globals';
import type { RecordedEvent } from '@guildhall/contracts';
import type { Document } from '@guildhall/read-store';
import { deliver } from '../engine/delivery.js';
import { ProjectionRunner } from '../engine/projection-runner.js';
import type { View } from '../engine/view/view.js';
import { MemoryBlobs } from './memory-blobs.suite.js';
import { Crash, TornReads } from './torn-reads.suite.js';
import type { Story } from './story.suite.js';

/** A copy of one view over a read store that can be torn. */
export class Stage {
  readonly reads = new TornReads();
  readonly blobs = new MemoryBlobs();

  constructor(readonly view: View) {}

  open(): Promise<ProjectionRunner> {
    const target = { copy: this.view.name, store: this.reads, logId: 'log', lease: () => 1 };
    return ProjectionRunner.open(this.view, target, { blobs: this.blobs });
  }

  /** Plays the events in pieces of the given sizes; `dies` tells whether the process dies after a piece. */
  async play(events: readonly RecordedEvent[], sizes: Iterator<number>, dies: () => number | null): Promise<void> {
    let runner = await this.open();
    while (runner.place.ordinal < events.length || runner.written.ordinal < events.length) {
      this.reads.crashAfter = dies() ?? Number.POSITIVE_INFINITY;
      if (runner.error !== null) throw new Error(runner.error);
      const piece = events.slice(runner.place.ordinal, runner.place.ordinal + (sizes.next().value as number));
      try {
        await deliver([runner], piece, runner.place, 'live');
        await runner.flush({ final: this.reads.crashAfter % 2 === 0 });
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        this.reads.crashAfter = Number.POSITIVE_INFINITY;
        runner = await this.open();
      }
    }
  }

  documents(): Document[] {
    return this.reads.all(this.view.name);
  }
}

/** `given(view, story)`, then a look at its documents: what the view holds after the story. */
export const given = async (
  view: View,
  story: Story,
): Promise<{ thenDocument: (id: string, document: object) => void; stage: Stage }> => {
  const stage = new Stage(view);
  const runner = await stage.open();
  await deliver([runner], story.events, { position: null, ordinal: 0 }, 'bulk');
  await runner.flush();
  expect(runner.error).toBeNull();
  const documents = new Map(stage.documents().map((document) => [document.id, document]));
  return { stage, thenDocument: (id, document) => expect(documents.get(id)).toMatchObject(document) };
};
