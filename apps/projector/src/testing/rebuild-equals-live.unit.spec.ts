import { describe, expect, it } from '@jest/globals';
import { randomHistory, SeededRandom } from '@guildhall/testing';
import fc from 'fast-check';
import { deliver } from '../engine/feed/delivery.js';
import type { View } from '../engine/view/view.js';
import { keyframesEvery } from '../history/keyframes.projection.js';
import { views } from '../views.js';
import { Stage } from './given.suite.js';

const size = 400;
/** Short histories have no keyframe at the real spacing. */
const tested = views.map((view) => (view.name === 'graph_keyframes' ? keyframesEvery(40) : view));
const history = fc.record({ seed: fc.nat(), cut: fc.nat() });

const rebuilt = async (view: View, seed: number): Promise<Stage> => {
  const stage = new Stage(view);
  const { runner, group } = await stage.open();
  await deliver(group, randomHistory(seed, size), runner.place, 'bulk');
  await group.flush();
  expect(runner.error).toBeNull();
  return stage;
};

function* sizes(random: SeededRandom): Iterator<number> {
  for (;;) yield 1 + random.below(40);
}

describe.each(tested.map((view) => [view.name, view] as const))('%s: live equals rebuild', (_name, view) => {
  it('in batches of any size', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ seed, cut }) => {
        const live = new Stage(view);
        await live.play(randomHistory(seed, size), sizes(new SeededRandom(cut)), () => null);
        expect(live.documents()).toEqual((await rebuilt(view, seed)).documents());
      }),
      { numRuns: 20 },
    );
  });

  it('when the process dies at any step of any write', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ seed, cut }) => {
        const random = new SeededRandom(cut);
        const live = new Stage(view);
        const dies = (): number | null => (random.chance(0.4) ? random.below(30) : null);
        await live.play(randomHistory(seed, size), sizes(random), dies);
        expect(live.documents()).toEqual((await rebuilt(view, seed)).documents());
      }),
      { numRuns: 20 },
    );
  });
});
