import { expect } from '@jest/globals';
import type { RecordedEvent } from '@guildhall/contracts';
import type { Document } from '@guildhall/read-store';
import { deliver } from '../engine/feed/delivery.js';
import { engineTimes } from '../engine/engine-times.js';
import { ProjectionGroup } from '../engine/projection-group.js';
import { ProjectionRunner } from '../engine/projection-runner.js';
import type { View } from '../engine/view/view.js';
import { MemoryBlobs } from './memory-blobs.suite.js';
import { Crash, TornReads } from './torn-reads.suite.js';
import type { Story } from './story.suite.js';

/** A copy of a view that follows the log in a group. */
export interface Played {
  runner: ProjectionRunner;
  group: ProjectionGroup;
}

/** A copy of one view over a read store that can be torn. */
export class Stage {
  constructor(
    readonly view: View,
    readonly reads = new TornReads(),
    readonly blobs = new MemoryBlobs(),
    private readonly copy: string = view.name,
  ) {}

  /** The copy alone, in a group of its own. */
  async open(): Promise<Played> {
    const runner = await this.runner();
    return { runner, group: this.group([runner]) };
  }

  runner(): Promise<ProjectionRunner> {
    const target = { copy: this.copy, store: this.reads, logId: 'log' };
    return ProjectionRunner.open(this.view, target, { blobs: this.blobs });
  }

  group(runners: readonly ProjectionRunner[]): ProjectionGroup {
    return new ProjectionGroup({ store: this.reads, lease: () => 1, times: engineTimes.embedded }, runners);
  }

  /** Plays the events in pieces of the given sizes; `dies` tells whether the process dies after a piece. */
  async play(events: readonly RecordedEvent[], sizes: Iterator<number>, dies: () => number | null): Promise<void> {
    let { runner, group } = await this.open();
    while (runner.place.ordinal < events.length || runner.written.ordinal < events.length) {
      this.reads.crashAfter = dies() ?? Number.POSITIVE_INFINITY;
      if (runner.error !== null) throw new Error(runner.error);
      const piece = events.slice(runner.place.ordinal, runner.place.ordinal + (sizes.next().value as number));
      try {
        await deliver(group, piece, runner.place, 'live');
        await group.flush({ final: this.reads.crashAfter % 2 === 0 });
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        this.reads.crashAfter = Number.POSITIVE_INFINITY;
        ({ runner, group } = await this.open());
      }
    }
  }

  documents(): Document[] {
    return this.reads.all(this.copy);
  }
}

export interface PlayedTogether {
  runners: ProjectionRunner[];
  group: ProjectionGroup;
}

/** Copies of several views in one group over one read store. */
export const togetherOver = async (reads: TornReads, views: readonly View[]): Promise<PlayedTogether> => {
  const runners = await Promise.all(views.map((view) => new Stage(view, reads).runner()));
  return {
    runners,
    group: new ProjectionGroup({ store: reads, lease: () => 1, times: engineTimes.embedded }, runners),
  };
};

export const together = (...views: readonly View[]): Promise<PlayedTogether> => togetherOver(new TornReads(), views);

/** `given(view, story)`, then a look at its documents: what the view holds after the story. */
export const given = async (
  view: View,
  story: Story,
): Promise<{ thenDocument: (id: string, document: object) => void; stage: Stage }> => {
  const stage = new Stage(view);
  const { runner, group } = await stage.open();
  await deliver(group, story.events, { position: null, ordinal: 0 }, 'bulk');
  await group.flush();
  expect(runner.error).toBeNull();
  const documents = new Map(stage.documents().map((document) => [document.id, document]));
  return { stage, thenDocument: (id, document) => expect(documents.get(id)).toMatchObject(document) };
};
