import { expect, it } from '@jest/globals';
import { startOf, until } from '../../../backend-port/agent-place.suite.js';
import { describeWithEngine, EnginePlace } from './engine-place.suite.js';

const rounds = 10;
const limitMs = 3_000;

describeWithEngine('the time until an agent in a container is there', () => {
  it(`is at most ${limitMs} ms from being asked for to registered, and to its first answer`, async () => {
    const place = await EnginePlace.prepare();
    const backend = place.open();
    const times = { answers: [] as number[], registered: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const start = startOf(1);
      const begun = performance.now();
      await backend.start(start);
      const address = await backend.addressOf(start.workspaceId);
      await until(
        () => fetch(`${address}/.well-known/agent-card.json`).catch(() => null),
        (answer) => answer?.ok === true,
      );
      times.answers.push(performance.now() - begun);
      await place.platform.arrival(start.token);
      times.registered.push(performance.now() - begun);
      await backend.purge(start.workspaceId);
    }
    for (const [what, all] of Object.entries(times)) {
      all.sort((one, other) => one - other);
      const [least, median, most] = [0, rounds / 2, rounds - 1].map((at) => Math.round(all[at] ?? 0));
      process.stderr.write(`${what} after ${least} / ${median} / ${most} ms (least, median, most of ${rounds})\n`);
    }
    expect(Math.max(...times.registered)).toBeLessThanOrEqual(limitMs);
    await backend.close();
    await place.clear();
    await place.platform.close();
  });
});
