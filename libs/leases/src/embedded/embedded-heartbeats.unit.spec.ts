import fc from 'fast-check';
import { heartbeatsContract } from '../contract/heartbeats.suite.js';
import { openEmbeddedHeartbeats } from './embedded-heartbeats.js';

heartbeatsContract('the embedded store', async () => openEmbeddedHeartbeats());

describe('embedded heartbeats', () => {
  const beatOf = (key: string, ttlMs: number) => ({ key, incarnation: 1, ttlMs, telemetry: {} });

  it('expire exactly after the lease of the last one, the longest silent agent first', async () => {
    let now = 10_000;
    const beats = openEmbeddedHeartbeats({ clock: () => now });
    await beats.beat(beatOf('b', 2_000));
    await beats.beat(beatOf('a', 1_000));
    now += 999;
    expect(await beats.expired(10)).toEqual([]);
    now += 1;
    expect(await beats.expired(10)).toEqual([{ key: 'a', incarnation: 1, telemetry: {}, ageMs: 1_000, expired: true }]);
    now += 1_000;
    expect((await beats.expired(10)).map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('report all of them after a pause of days', async () => {
    let now = 0;
    const beats = openEmbeddedHeartbeats({ clock: () => now });
    for (let index = 0; index < 100; index += 1) await beats.beat(beatOf(`k${index}`, 1_000 + index));
    now += 10 * 86_400_000;
    expect(await beats.expired(1_000)).toHaveLength(100);
  });

  it('give the same answers as a list that is searched each time', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('beat' as const), key: fc.nat(5), ttlMs: fc.integer({ min: 1, max: 2_000 }) }),
      fc.record({ kind: fc.constant('forget' as const), key: fc.nat(5) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(900) }),
      fc.record({ kind: fc.constant('ask' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let now = 0;
        const beats = openEmbeddedHeartbeats({ clock: () => now });
        const ends = new Map<string, number>();
        for (const step of [...steps, { kind: 'ask' as const }]) {
          if (step.kind === 'wait') now += step.ms;
          if (step.kind === 'beat') {
            await beats.beat(beatOf(`k${step.key}`, step.ttlMs));
            ends.set(`k${step.key}`, now + step.ttlMs);
          }
          if (step.kind === 'forget') {
            await beats.forget(`k${step.key}`);
            ends.delete(`k${step.key}`);
          }
          if (step.kind !== 'ask') continue;
          const expected = [...ends].filter(([, end]) => end <= now).map(([key]) => key);
          const found = (await beats.expired(100)).map(({ key }) => key);
          expect(found.sort()).toEqual(expected.sort());
        }
      }),
    );
  });
});
