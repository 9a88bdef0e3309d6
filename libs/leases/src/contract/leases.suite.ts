import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Leases } from '../port.js';

/** Opens one more handle on the same leases; the suite closes it. */
export type OpenLeases = () => Promise<Leases>;

const long = 60_000;
const short = 30;

/** The behaviour of every lease store. It may hold leases of earlier runs. */
export const leasesContract = (name: string, open: OpenLeases): void => {
  describe(`${name} keeps the contract of leases`, () => {
    let leases: Leases;
    let other: Leases;
    let lease: string;

    beforeEach(async () => {
      leases = await open();
      other = await open();
      lease = `suite-${randomUUID()}`;
    });
    afterEach(async () => {
      await leases.close();
      await other.close();
    });

    /** Waits until the lease has expired by the store's own clock. */
    const expired = async (): Promise<void> => {
      while ((await leases.current(lease)) !== null) await delay(5);
    };

    it('gives a lease to one holder at a time, and renews it for the same holder', async () => {
      expect(await leases.current(lease)).toBeNull();
      const first = await leases.acquire(lease, 'a', long);
      expect(first).toMatchObject({ name: lease, holder: 'a' });
      expect(await other.acquire(lease, 'b', long)).toBeNull();
      expect((await other.acquire(lease, 'a', long))?.token).toBe(first?.token);
      expect(await other.current(lease)).toMatchObject({ name: lease, holder: 'a', token: first?.token });
      expect((await other.current(lease))?.remainingMs).toBeGreaterThan(long / 2);
      expect((await other.current(lease))?.remainingMs).toBeLessThanOrEqual(long);
    });

    it('gives an expired lease to another holder, with a larger token', async () => {
      const first = await leases.acquire(lease, 'a', short);
      await expired();
      const second = await other.acquire(lease, 'b', long);
      expect(second?.token).toBeGreaterThan(first?.token ?? Number.NaN);
      expect(await leases.renew(first!, long)).toBe(false);
      expect(await leases.acquire(lease, 'a', long)).toBeNull();
      await leases.release(first!);
      expect((await leases.current(lease))?.holder).toBe('b');
    });

    it('does not give an expired lease back to its holder under the old token', async () => {
      const first = await leases.acquire(lease, 'a', short);
      await expired();
      expect(await leases.renew(first!, long)).toBe(false);
      expect((await leases.acquire(lease, 'a', long))?.token).toBeGreaterThan(first?.token ?? Number.NaN);
    });

    it('is renewed by its holder as long as it lasts', async () => {
      const held = await leases.acquire(lease, 'a', 1_000);
      expect(await leases.renew(held!, long)).toBe(true);
      expect((await leases.current(lease))?.remainingMs).toBeGreaterThan(long / 2);
      expect(await other.renew({ ...held!, holder: 'b' }, long)).toBe(false);
    });

    it('is free immediately after a release, and its next token is larger', async () => {
      const first = await leases.acquire(lease, 'a', long);
      await leases.release(first!);
      expect(await other.current(lease)).toBeNull();
      expect(await leases.renew(first!, long)).toBe(false);
      const second = await other.acquire(lease, 'b', long);
      expect(second?.token).toBeGreaterThan(first?.token ?? Number.NaN);
    });

    it('has one winner if many ask at once', async () => {
      const asked = Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? leases : other).acquire(lease, `h${index}`, long),
      );
      const won = (await Promise.all(asked)).filter((given) => given !== null);
      expect(won).toHaveLength(1);
      expect((await leases.current(lease))?.holder).toBe(won[0]?.holder);
    });

    it('refuses a lease of zero length', async () => {
      await expect(leases.acquire(lease, 'a', 0)).rejects.toBeInstanceOf(RangeError);
    });
  });
};
