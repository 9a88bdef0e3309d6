import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { named } from '../contract/events.suite.js';
import { openEmbeddedEventStore } from './embedded-event-store.js';
import { logFile } from './schema.js';

describe('a log that is not as the last run left it', () => {
  let directory: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'guildhall-left-'));
    await written(20);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const open = (isRestored = false) => openEmbeddedEventStore({ directory, isRestored });
  const written = async (events: number): Promise<void> => {
    const store = await open();
    for (let event = 0; event < events; event += 1) await store.append(`workspace-${event}`, named('a'), 'none');
    await store.close();
  };
  const shorten = (by: number): void => {
    const db = new DatabaseSync(join(directory, logFile));
    db.exec(`DELETE FROM events WHERE position > ${20 - by}`);
    db.close();
  };

  it('is refused with both numbers and the way out', async () => {
    shorten(5);
    await expect(open()).rejects.toThrow(/ends at event 15, but had 20 events .* GUILDHALL_LOG_RESTORED=1/);
  });

  it('is taken when somebody put it back on purpose, and from then on as it is', async () => {
    shorten(5);
    const restored = await open(true);
    await restored.append('workspace-new', named('a'), 'none');
    expect(restored.health().damage).toBeNull();
    await restored.close();
    await (await open()).close();
  });

  it('is named when nothing of it can be read', async () => {
    for (const part of ['-wal', '-shm']) rmSync(join(directory, logFile + part), { force: true });
    writeFileSync(join(directory, logFile), Buffer.alloc(8_192, 7));
    await expect(open()).rejects.toThrow(/log\.db is damaged and cannot be opened\. Restore the newest backup/);
  });

  it('is the same log again when its mark cannot be written', async () => {
    const mark = join(directory, 'trusted.json');
    rmSync(mark);
    mkdirSync(`${mark}.new`);
    const store = await open();
    await store.append('workspace-more', named('a'), 'none');
    await expect(store.close()).resolves.toBeUndefined();
    renameSync(`${mark}.new`, `${mark}.away`);
    await (await open()).close();
  });
});
