import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BeatState, Heartbeats } from '../port.js';

const long = 60_000;
const short = 30;

/** The behaviour of every heartbeat store. It may hold heartbeats of other agents. */
export const heartbeatsContract = (name: string, open: () => Promise<Heartbeats>): void => {
  describe(`${name} keeps the contract of heartbeats`, () => {
    let beats: Heartbeats;
    let key: string;

    beforeEach(async () => {
      beats = await open();
      key = `suite-${randomUUID()}`;
    });
    afterEach(async () => {
      await beats.forget(key);
      await beats.close();
    });

    const expired = async (): Promise<BeatState | undefined> =>
      (await beats.expired(10_000)).find((state) => state.key === key);
    const silent = async (): Promise<BeatState> => {
      for (;;) {
        const state = await expired();
        if (state !== undefined) return state;
        await delay(5);
      }
    };

    it('returns nothing for an agent that never sent a heartbeat', async () => {
      expect(await beats.get(key)).toBeNull();
      await beats.forget(key);
      expect(await expired()).toBeUndefined();
    });

    it('keeps the last heartbeat', async () => {
      await beats.beat({ key, incarnation: 1, ttlMs: long, telemetry: { tasks: 1 } });
      await beats.beat({ key, incarnation: 2, ttlMs: long, telemetry: { tasks: 2 } });
      const state = await beats.get(key);
      expect(state).toMatchObject({ key, incarnation: 2, telemetry: { tasks: 2 }, expired: false });
      expect(state?.ageMs).toBeGreaterThanOrEqual(0);
      expect(await expired()).toBeUndefined();
    });

    it('reports silent agents until their next heartbeat', async () => {
      await beats.beat({ key, incarnation: 1, ttlMs: short, telemetry: {} });
      const state = await silent();
      expect(state).toMatchObject({ key, incarnation: 1, expired: true });
      expect(state.ageMs).toBeGreaterThanOrEqual(short);
      expect(await expired()).toBeDefined();
      expect((await beats.get(key))?.expired).toBe(true);
      await beats.beat({ key, incarnation: 1, ttlMs: long, telemetry: {} });
      expect(await expired()).toBeUndefined();
      expect((await beats.get(key))?.expired).toBe(false);
    });

    it('reports silent agents until they are forgotten', async () => {
      await beats.beat({ key, incarnation: 1, ttlMs: short, telemetry: {} });
      await silent();
      await beats.forget(key);
      expect(await expired()).toBeUndefined();
      expect(await beats.get(key)).toBeNull();
    });

    it('uses the lease of the last heartbeat, shorter or longer', async () => {
      await beats.beat({ key, incarnation: 1, ttlMs: long, telemetry: {} });
      await beats.beat({ key, incarnation: 1, ttlMs: short, telemetry: {} });
      await silent();
    });

    it('ignores a replaced incarnation', async () => {
      await beats.beat({ key, incarnation: 2, ttlMs: short, telemetry: { now: true } });
      await beats.beat({ key, incarnation: 1, ttlMs: long, telemetry: { now: false } });
      expect(await beats.get(key)).toMatchObject({ incarnation: 2, telemetry: { now: true } });
      await silent();
    });

    it('reports no more than the limit', async () => {
      await beats.beat({ key, incarnation: 1, ttlMs: short, telemetry: {} });
      await silent();
      expect(await beats.expired(1)).toHaveLength(1);
      expect(await beats.expired(0)).toEqual([]);
    });
  });
};
