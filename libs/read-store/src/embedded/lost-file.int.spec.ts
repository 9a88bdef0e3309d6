import {
  appendFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadStoreDamaged, ReadStoreReplaced } from '../errors.js';
import type { ReadStore } from '../port.js';
import { openEmbeddedReadStore } from './embedded-read-store.js';
import { putSetting, settingOf } from '../settings.js';

describe('a lost read model file', () => {
  let directory: string;
  let file: string;
  const opened: ReadStore[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'guildhall-lost-file-'));
    file = join(directory, 'views', 'views.db');
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const open = async (logId?: string): Promise<ReadStore> => {
    const store = await openEmbeddedReadStore({ file, ...(logId === undefined ? {} : { logId }) });
    opened.push(store);
    return store;
  };
  const write = async (store: ReadStore, position: number, documents = 1): Promise<void> => {
    const upserts = Array.from({ length: documents }, (_, index) => ({
      collection: 'views',
      document: { id: `d${index}`, position, padding: 'x'.repeat(200) },
      position: String(position).padStart(4, '0'),
    }));
    const place = { position: String(position).padStart(4, '0'), ordinal: position, logId: 'log-1' };
    await store.apply({ upserts, deletes: [], checkpoints: { views: place }, lease: 1 });
  };
  const begin = async (store: ReadStore, position = 1, documents = 1): Promise<void> => {
    await store.ensure([{ name: 'views', indexes: [{ fields: ['position'] }] }]);
    await write(store, position, documents);
  };
  const positionIn = async (store: ReadStore) => (await store.get('views', 'd0'))?.['position'] ?? null;
  /** A file of some hundred pages, closed. */
  const made = async (): Promise<void> => {
    const store = await openEmbeddedReadStore({ file });
    await begin(store, 1, 2_000);
    await store.close();
  };

  it('is not created by a reader, and is readable by its owner only', async () => {
    const store = await open();
    expect(await store.get('views', 'd0')).toBeNull();
    expect(readdirSync(directory)).toEqual([]);
    await begin(store);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'views')).mode & 0o777).toBe(0o700);
  });

  it('reads as empty after it was deleted, and then as another process fills it', async () => {
    const writer = await open();
    const reader = await open();
    await begin(writer);
    expect(await positionIn(reader)).toBe(1);
    rmSync(file);
    expect(await reader.checkpoint('views')).toBeNull();
    await expect(write(writer, 2)).rejects.toBeInstanceOf(ReadStoreReplaced);
    const next = await open();
    await begin(next, 7);
    expect(await positionIn(reader)).toBe(7);
    expect((await reader.checkpoint('views'))?.ordinal).toBe(7);
  });

  it('stops a writer whose file was replaced, also after it has read from the new one', async () => {
    const writer = await open();
    await begin(writer);
    rmSync(join(directory, 'views'), { recursive: true });
    await begin(await open(), 9);
    expect(await positionIn(writer)).toBe(9);
    for (const writing of [
      () => write(writer, 10),
      () => putSetting(writer, 's', {}),
      () => writer.drop([], 'views'),
    ]) {
      await expect(writing()).rejects.toBeInstanceOf(ReadStoreReplaced);
    }
  });

  it('leaves nothing that the next file could take for its own', async () => {
    const writer = await open();
    await begin(writer, 1, 500);
    rmSync(file);
    expect(readdirSync(join(directory, 'views'))).toContain('views.db-wal');
    const next = await open();
    await putSetting(next, 'fresh', { value: true });
    expect(await next.get('views', 'd0')).toBeNull();
    await writer.close();
    expect(await settingOf(next, 'fresh')).toEqual({ value: true });
  });

  const overwrite = (position: number, bytes: Buffer): void => {
    const handle = openSync(file, 'r+');
    writeSync(handle, bytes, 0, bytes.length, position);
    closeSync(handle);
  };
  const damages: [string, () => void][] = [
    ['emptied', () => truncateSync(file, 0)],
    ['cut in half', () => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['replaced by something else', () => writeFileSync(file, 'this is no database'.repeat(1_000))],
    ['overwritten at its head', () => overwrite(0, Buffer.alloc(200, 7))],
    ['overwritten in the middle', () => overwrite(4_096 * 40, Buffer.alloc(4_096 * 20, 7))],
    ['followed by garbage in its log', () => appendFileSync(`${file}-wal`, Buffer.alloc(10_000, 7))],
  ];

  it.each(damages.slice(0, 5))('starts empty when it was %s', async (_damage, inflict) => {
    await made();
    inflict();
    const store = await open();
    expect(await store.checkpoint('views')).toBeNull();
    expect(await store.count('views', {})).toBe(0);
    await begin(store, 3);
    expect(await positionIn(await open())).toBe(3);
  });

  it.each(damages.slice(5))('keeps its documents when it is %s', async (_damage, inflict) => {
    await made();
    inflict();
    expect(await (await open()).count('views', {})).toBe(2_000);
  });

  it('is noticed when it is truncated under open handles, and then starts empty', async () => {
    await made();
    const writer = await open();
    const reader = await open();
    await write(writer, 2);
    expect(await positionIn(reader)).toBe(2);
    truncateSync(file, 0);
    await expect(reader.count('views', {})).rejects.toBeInstanceOf(ReadStoreDamaged);
    expect(await reader.checkpoint('views')).toBeNull();
    await expect(write(writer, 3)).rejects.toBeInstanceOf(ReadStoreReplaced);
    await begin(await open(), 4);
    expect(await positionIn(reader)).toBe(4);
  });

  it('is not reopened by a closed handle', async () => {
    const store = await openEmbeddedReadStore({ file });
    await begin(store);
    await store.close();
    await expect(store.get('views', 'd0')).rejects.toThrow('closed');
    await store.close();
  });

  it('is deleted if it was made from another log', async () => {
    const store = await openEmbeddedReadStore({ file, logId: 'log-1' });
    await begin(store);
    await store.close();
    expect(await positionIn(await open('log-1'))).toBe(1);
    expect(await positionIn(await open('log-2'))).toBeNull();
  });
});
