import { describe, expect, it } from '@jest/globals';
import type { KeyframeDocument } from '@guildhall/contracts';
import { createGraphFold, graphFoldVersion } from '@guildhall/org-graph';
import { randomHistory } from '@guildhall/testing';
import { deliver } from '../engine/feed/delivery.js';
import { given, Stage } from '../testing/given.suite.js';
import { Crash } from '../testing/torn-reads.suite.js';
import { at, positionOf, Story } from '../testing/story.suite.js';
import { keyframesEvery } from './keyframes.projection.js';

const keyframes = (stage: Stage): KeyframeDocument[] => stage.documents() as unknown as KeyframeDocument[];

describe('graph keyframes', () => {
  it('keeps one after so many graph events, and says where it stands', async () => {
    const story = new Story().created('a').sent('m', 'a').renamed('a', 'A').created('b');
    const { thenDocument, stage } = await given(keyframesEvery(4), story);
    const id = `default:${graphFoldVersion}:0000000004`;
    thenDocument(id, { org: 'default', foldVersion: graphFoldVersion, ordinal: 4, position: positionOf(4), at: at(4) });
    expect(stage.documents()).toHaveLength(1);
  });

  it('equals a fold of the log from its start', async () => {
    const events = randomHistory(7, 600);
    const stage = new Stage(keyframesEvery(50));
    const { runner, group } = await stage.open();
    await deliver(group, events, runner.place, 'bulk');
    await group.flush();
    const kept = keyframes(stage);
    expect(kept.length).toBeGreaterThan(3);
    for (const { ordinal, digest, size } of kept) {
      const fold = createGraphFold('default');
      for (const event of events.slice(0, ordinal)) fold.apply(event);
      const bytes = await stage.blobs.get(digest);
      expect(bytes).toHaveLength(size);
      expect(JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))).toEqual(fold.save());
    }
  });

  it('never names a blob that is not stored', async () => {
    const events = randomHistory(8, 300);
    const stage = new Stage(keyframesEvery(20));
    stage.blobs.put = () => Promise.reject(new Crash());
    const { runner, group } = await stage.open();
    await deliver(group, events, runner.place, 'bulk');
    await expect(group.flush()).rejects.toThrow(Crash);
    expect(stage.documents()).toEqual([]);
  });
});
