import type { EventStore } from '@guildhall/event-store';
import { LogFreshness } from './log-freshness.js';
import type { LogFollower } from './log-follower.js';

describe('the freshness of the folds', () => {
  it('survives a log that does not answer a caller who need not wait', async () => {
    const refusals: unknown[] = [];
    const note = (reason: unknown): void => void refusals.push(reason);
    process.on('unhandledRejection', note);
    const log = { isAway: false, head: () => (log.isAway ? Promise.reject(new Error('away')) : { position: null }) };
    const follower = { failure: null, reached: () => Promise.resolve() } as unknown as LogFollower;
    const clock = { now: 0 };
    const freshness = new LogFreshness(log as unknown as EventStore, follower, () => clock.now);
    await freshness.require();
    log.isAway = true;
    clock.now = 700;
    await freshness.require();
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    expect(refusals).toEqual([]);
    clock.now = 2_000;
    await expect(freshness.require()).rejects.toMatchObject({ code: 'CHECK_UNAVAILABLE' });
    process.off('unhandledRejection', note);
  });
});
