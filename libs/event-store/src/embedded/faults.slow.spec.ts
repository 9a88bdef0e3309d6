import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { named, nameOf } from '../contract/events.suite.js';
import { SecondWriter, StoreDamaged, StoreFull, StoreUnavailable } from '../errors.js';
import { untouched, verifyChain } from './chain/chain-verifier.js';
import { openEmbeddedEventStore, type EmbeddedEventStore } from './embedded-event-store.js';
import { logFile } from './schema.js';
import type { CrashStep } from './writing/writer-protocol.js';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist/index.js');
const metadata = {
  schemaVersion: 1,
  commandId: 'c',
  commandDigest: '',
  recordedAt: '2026-11-23T10:00:00.000Z',
  $correlationId: 'c',
  $causationId: 'c',
  actor: { kind: 'system', id: 's' },
  org: 'default',
  hop: 0,
  occurredAt: '2026-11-23T10:00:00.000Z',
};

/** A writer in a process of its own: appends one event after another and prints each acknowledged revision. */
const writer = (directory: string, faults: object): string => `
  import { openEmbeddedEventStore } from ${JSON.stringify(dist)};
  const store = await openEmbeddedEventStore({ directory: ${JSON.stringify(directory)}, faults: ${JSON.stringify(faults)} });
  const head = await store.readStream('crash-1', { direction: 'backwards', limit: 1 });
  console.log('open');
  for (let revision = (head[0]?.revision ?? -1) + 1; ; revision += 1) {
    const event = { id: 'event-' + revision, type: 'RoleAssigned', data: { name: String(revision) }, metadata: ${JSON.stringify(metadata)} };
    await store.append('crash-1', [event], revision === 0 ? 'none' : revision - 1);
    process.stdout.write(revision + '\\n');
  }`;

describe('the embedded log under faults', () => {
  let directory: string;
  const opened: EmbeddedEventStore[] = [];
  const open = async (
    options: Partial<Parameters<typeof openEmbeddedEventStore>[0]> = {},
  ): Promise<EmbeddedEventStore> => {
    const store = await openEmbeddedEventStore({ directory, ...options });
    opened.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const store of opened.splice(0)) await store.close();
  };
  const namesIn = async (store: EmbeddedEventStore, stream: string): Promise<string[]> =>
    (await store.readStream(stream, { direction: 'forwards', limit: 10_000 })).map(nameOf);
  const change = (sql: string): void => {
    const db = new DatabaseSync(join(directory, logFile));
    db.exec(sql);
    db.close();
  };
  const chain = (): ReturnType<typeof verifyChain> => {
    const db = new DatabaseSync(join(directory, logFile), { readOnly: true });
    const result = verifyChain(db, untouched);
    db.close();
    return result;
  };

  beforeAll(() => expect(existsSync(dist)).toBe(true));
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'guildhall-log-'));
  });
  afterEach(async () => {
    await closeAll();
    await rm(directory, { recursive: true });
  });

  it('keeps its identity and its events across a restart', async () => {
    const first = await open();
    await first.append('a-1', named('a'), 'none');
    const { logId } = first;
    await closeAll();
    const second = await open();
    expect(second.logId).toBe(logId);
    await second.append('a-1', named('b'), 0);
    expect(await namesIn(second, 'a-1')).toEqual(['a', 'b']);
    expect(chain()).toMatchObject({ checked: 2, damagedAt: null });
  });

  it('refuses a second writer with a sentence that names the first', async () => {
    await open();
    const script = `import { openEmbeddedEventStore } from ${JSON.stringify(dist)}; await openEmbeddedEventStore({ directory: ${JSON.stringify(directory)} });`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`in use by process ${process.pid} on`);
    await expect(open()).rejects.toBeInstanceOf(SecondWriter);
  });

  it('lets another process follow but not write', async () => {
    const log = await open();
    const reader = await open({ role: 'reader' });
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const item of reader.subscribeAll({ signal: stop.signal })) {
        if (item.kind === 'events') seen.push(...item.events.map(nameOf));
        if (seen.length === 3) stop.abort();
      }
    })();
    await log.append('a-1', named('a'), 'none');
    await log.append('a-1', named('b', 'c'), 0);
    await following;
    expect(seen).toEqual(['a', 'b', 'c']);
    await expect(reader.append('a-1', named('d'), 2)).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it.each(['before insert', 'after insert', 'after commit'] as CrashStep[])(
    'loses no acknowledged event when killed %s',
    async (crashAt) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer(directory, { crashAt })], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
      const store = await open();
      const before = await namesIn(store, 'crash-1');
      expect(before).toEqual(crashAt === 'after commit' ? ['0'] : []);
      const event = { ...named('0')[0], id: 'event-0', type: 'RoleAssigned', data: { name: '0' } };
      await store.append('crash-1', [event as never], 'none');
      expect(await namesIn(store, 'crash-1')).toEqual(['0']);
      expect(chain().damagedAt).toBeNull();
    },
  );

  it('loses no acknowledged event when killed again and again under load', async () => {
    let acknowledged = -1;
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer(directory, {})], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const target = acknowledged + 40 + round * 17;
      for await (const chunk of child.stdout) {
        for (const line of String(chunk).trim().split('\n'))
          if (/^\d+$/.test(line)) acknowledged = Math.max(acknowledged, Number(line));
        if (acknowledged >= target) child.kill('SIGKILL');
      }
    }
    const store = await open();
    const names = (await namesIn(store, 'crash-1')).map(Number);
    expect(names).toEqual(Array.from({ length: names.length }, (_, index) => index));
    expect(names.length).toBeGreaterThan(acknowledged);
    expect(chain().damagedAt).toBeNull();
  }, 60_000);

  it('refuses a whole group when the disk is full, and stores none of it', async () => {
    await (await open()).append('a-1', named('a'), 'none');
    await closeAll();
    const small = await open({ faults: { maxPages: 40 } });
    let refused = 0;
    for (let index = 0; refused === 0 && index < 200; index += 1) {
      const result = await small
        .append(`b-${index}`, named('x'.repeat(9_000)), 'none')
        .catch((error: unknown) => error);
      if (result instanceof StoreFull) refused += 1;
    }
    expect(refused).toBe(1);
    const { ordinal } = await small.head();
    await closeAll();
    const roomy = await open();
    expect((await roomy.head()).ordinal).toBe(ordinal);
    await roomy.append('a-1', named('b'), 0);
    expect(chain().damagedAt).toBeNull();
  });

  it('finds a flipped byte in the tail at startup, stops writing and keeps reading', async () => {
    const log = await open();
    await log.append('a-1', named('a', 'b'), 'none');
    await closeAll();
    await rm(join(directory, 'trusted.json'), { force: true });
    change(`UPDATE events SET data = replace(data, '"b"', '"B"')`);
    const store = await open();
    expect(store.health()).toMatchObject({ writable: false, damage: { position: '0000000000000002' } });
    expect(store.health().damage?.sentence).toMatch(/position 0000000000000002.*npm run log -- verify.*backup/);
    await expect(store.append('a-1', named('c'), 1)).rejects.toBeInstanceOf(StoreDamaged);
    expect(await namesIn(store, 'a-1')).toEqual(['a', 'B']);
  });

  it('finds a flipped byte in an old part in the background', async () => {
    const log = await open();
    await log.append('a-1', named('a', 'b', 'c'), 'none');
    await closeAll();
    change(`UPDATE events SET data = replace(data, '"a"', '"A"')`);
    const sentences: string[] = [];
    const found = Promise.withResolvers<void>();
    const store = await open({
      onDamage: (sentence) => {
        sentences.push(sentence);
        found.resolve();
      },
    });
    await found.promise;
    expect(sentences[0]).toMatch(/position 0000000000000001/);
    expect(store.health().writable).toBe(false);
  });
});
