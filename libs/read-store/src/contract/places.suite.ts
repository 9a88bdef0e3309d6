import { LeaseLost } from '../port.js';
import { putSetting, settingOf } from '../settings.js';
import { ViewDirectory } from '../view-directory.js';
import { at, placeAt, ReadStoreStage, type OpenReadStore } from './stage.suite.js';

/** Who may write, and where the projections stand. */
export const placesContract = (name: string, open: OpenReadStore): void => {
  describe(`${name} keeps leases, places, states and settings`, () => {
    const stage = ReadStoreStage.forEachTest(open);

    it('refuses the holder of an older lease and writes none of its batch', async () => {
      await stage.store.ensure([stage.spec()]);
      await stage.store.apply(stage.batch(1, { lease: stage.lease + 7 }));
      const late = stage.store.apply(
        stage.batch(2, { lease: stage.lease + 6, upserts: [stage.upsert({ id: 'a' }, 2)] }),
      );
      await expect(late).rejects.toBeInstanceOf(LeaseLost);
      expect(await stage.store.get(stage.collection, 'a')).toBeNull();
      expect((await stage.store.checkpoint(stage.collection))?.ordinal).toBe(1);
      await stage.store.apply(stage.batch(2, { lease: stage.lease + 8 }));
      expect((await stage.store.checkpoint(stage.collection))?.ordinal).toBe(2);
    });

    it('refuses the holder of an older lease that reads nothing first, and keeps what the newer one wrote', async () => {
      await stage.store.ensure([stage.spec()]);
      await stage.store.apply(stage.batch(1, { upserts: [stage.upsert({ id: 'a', n: 1 }, 1)] }));
      const late = await stage.another();
      await late.apply(stage.batch(1));
      await stage.store.apply(
        stage.batch(3, { lease: stage.lease + 1, upserts: [stage.upsert({ id: 'a', n: 3 }, 3)] }),
      );
      const before = await stage.store.checkpoint(stage.collection);
      const writing = late.apply(stage.batch(4, { upserts: [stage.upsert({ id: 'a', n: 2 }, 2)] }));
      await expect(writing).rejects.toBeInstanceOf(LeaseLost);
      expect(await stage.store.get(stage.collection, 'a')).toEqual({ id: 'a', n: 3 });
      expect(await stage.store.checkpoint(stage.collection)).toEqual(before);
      await expect(late.apply(stage.batch(5))).rejects.toBeInstanceOf(LeaseLost);
    });

    it('moves several projections in one batch, and leaves the places of the others', async () => {
      const others = [`${stage.collection}.one`, `$${stage.collection}`] as const;
      await stage.store.ensure([stage.spec()]);
      await stage.store.apply(stage.batch(1, { checkpoints: { [others[0]]: placeAt(7), [others[1]]: placeAt(8) } }));
      await stage.store.apply(
        stage.batch(2, { checkpoints: { [stage.collection]: placeAt(2), [others[1]]: placeAt(9) } }),
      );
      const places = await (await stage.another()).places();
      expect([stage.collection, ...others].map((name) => places.get(name))).toEqual([2, 7, 9].map(placeAt));
      expect(await stage.store.checkpoint(others[0])).toEqual(placeAt(7));
      for (const name of others) await stage.store.drop([], name);
      expect((await stage.store.places()).has(others[1])).toBe(false);
      expect((await stage.store.places()).get(stage.collection)).toEqual(placeAt(2));
    });

    it('never moves a projection back within a log, and follows another log from its start', async () => {
      await stage.store.ensure([stage.spec()]);
      await stage.store.apply(stage.batch(5));
      await (await stage.another()).apply(stage.batch(3));
      expect(await stage.store.checkpoint(stage.collection)).toEqual(placeAt(5));
      const elsewhere = { ...placeAt(1), logId: 'log-2' };
      await stage.store.apply(stage.batch(1, { checkpoints: { [stage.collection]: elsewhere } }));
      expect(await stage.store.checkpoint(stage.collection)).toEqual(elsewhere);
    });

    it('keeps the state of an earlier checkpoint until another one replaces it', async () => {
      await stage.store.ensure([stage.spec()]);
      const checkpoint = (position: number, value?: number) => ({
        ...placeAt(position),
        ...(value !== undefined && { state: { position: at(position), ordinal: position, value: { value } } }),
      });
      const write = (at: number, value?: number) =>
        stage.store.apply({ ...stage.batch(at), checkpoints: { [stage.collection]: checkpoint(at, value) } });
      await write(1, 10);
      await write(2);
      expect(await stage.store.checkpoint(stage.collection)).toEqual({
        ...checkpoint(2),
        state: checkpoint(1, 10).state,
      });
      await write(2, 20);
      for (const reader of [stage.store, await stage.another()]) {
        expect(await reader.checkpoint(stage.collection)).toEqual(checkpoint(2, 20));
      }
    });

    it('keeps settings, the last write winning', async () => {
      await putSetting(stage.store, stage.collection, { value: 1 });
      await putSetting(await stage.another(), stage.collection, { value: 2, more: [true] });
      expect(await settingOf(stage.store, stage.collection)).toEqual({ value: 2, more: [true] });
    });

    it('keeps and returns several settings at once', async () => {
      const names = ['a', 'b', 'c'].map((each) => `${stage.collection}:${each}`) as [string, string, string];
      await stage.store.putSettings({ [names[0]]: { value: 1 }, [names[2]]: { value: 3 } });
      await stage.store.putSettings({ [names[2]]: { value: 4 } });
      await stage.store.putSettings({});
      expect(await (await stage.another()).settings([...names, names[0]])).toEqual([
        { value: 1 },
        null,
        { value: 4 },
        { value: 1 },
      ]);
      expect(await stage.store.settings([])).toEqual([]);
    });

    it('shows every handle at once which version of a view is active', async () => {
      const reader = new ViewDirectory(await stage.another());
      const writer = new ViewDirectory(stage.store);
      expect(await reader.activeCollection(stage.collection)).toBeNull();
      await writer.activate(stage.collection, { collection: `${stage.collection}_1`, version: 3 });
      expect(await reader.active(stage.collection)).toEqual({ collection: `${stage.collection}_1`, version: 3 });
      await writer.activate(stage.collection, { collection: `${stage.collection}_2`, version: 4 });
      expect(await reader.activeCollection(stage.collection)).toBe(`${stage.collection}_2`);
    });
  });
};
