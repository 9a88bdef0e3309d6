import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RecordedEvent } from '@guildhall/contracts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { named } from '../contract/events.suite.js';
import type { EmbeddedEventStore } from '../embedded/embedded-event-store.js';
import { fill, StoresFolder } from '../move/stores.suite.js';
import type { EventStore } from '../port.js';
import { cutOff, edited, hiding, lying, type Lie } from './audit.suite.js';
import { ChainAuditor } from './chain-auditor.js';
import {
  ChainRecordDamaged,
  ChainRecordTaken,
  nextCheckpoint,
  sealOf,
  type ChainCheckpoint,
  type ChainRecord,
} from './chain-record.js';
import { FileChainRecord } from './file-chain-record.js';
import { StreamChainRecord } from './stream-chain-record.js';
import { verifyAudit } from './verify-audit.js';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist/index.js');
const auditStream = 'audit-chain';

jest.setTimeout(30_000);

describe('the audit of a store without a chain of its own', () => {
  let folder: StoresFolder;
  let log: EmbeddedEventStore;
  let file: string;
  let record: FileChainRecord;

  beforeEach(async () => {
    folder = await StoresFolder.make();
    log = await folder.store('log');
    file = join(folder.path, 'audit.ndjson');
    record = await FileChainRecord.open(file, log.logId);
  });
  afterEach(() => folder.remove());

  /** Runs an auditor until a checkpoint covers `count` events. */
  const audit = async (store: EventStore, to: ChainRecord, count: number, everyEvents = 100): Promise<void> => {
    const stop = new AbortController();
    const onCheckpoint = (checkpoint: ChainCheckpoint): void => {
      if (checkpoint.count >= count) stop.abort();
    };
    await new ChainAuditor({ store, record: to, everyEvents, everyMs: 5, onCheckpoint }).run(stop.signal);
  };
  const positionOf = async (number: number): Promise<string> =>
    (await log.readAll({ limit: number })).events.at(-1)?.position ?? '';
  const changed =
    (number: number, change: Partial<RecordedEvent>): Lie =>
    (event) => {
      const { id, type, data, metadata, stream, revision, position } = event;
      return Number(position) === number ? { id, type, data, metadata, stream, revision, position, ...change } : event;
    };
  const rangeFrom = async (first: number, last: number): Promise<object> => ({
    after: first === 1 ? null : await positionOf(first - 1),
    to: await positionOf(last),
    first,
    last,
  });

  it('reaches the chain that the embedded store writes itself', async () => {
    await fill(log, 1_000);
    await audit(log, record, 1_000);
    expect(await record.last()).toMatchObject({ number: 9, count: 1_000, link: (await folder.ownChain('log')).link });
    expect(await verifyAudit({ store: log, record })).toEqual({
      count: 1_000,
      link: (await folder.ownChain('log')).link,
      position: await positionOf(1_000),
      checkpoints: 10,
      covered: 1_000,
      badRange: null,
      badCheckpoints: [],
    });
  });

  it('follows live and resumes after its last checkpoint', async () => {
    await fill(log, 250);
    await audit(log, record, 250);
    const read: number[] = [];
    const watched = lying(log, (event) => (read.push(Number(event.position)), event));
    const auditing = audit(watched, record, 252);
    await log.append('live-1', named('a', 'b'), 'none');
    await auditing;
    expect(read).toEqual([251, 252]);
    expect((await record.last())?.link).toBe((await folder.ownChain('log')).link);
  });

  describe('with a tampered log', () => {
    beforeEach(async () => {
      await fill(log, 1_000);
      await audit(log, record, 1_000);
    });

    it.each<[string, Partial<RecordedEvent>]>([
      ['data', { data: { name: 'forged' } }],
      ['type', { type: 'RoleRemoved' }],
      ['id', { id: '00000000-0000-4000-8000-000000000000' }],
      ['stream', { stream: 'workspace-9' }],
      ['revision', { revision: 99 }],
      ['metadata', { metadata: { ...(named('x')[0]?.metadata ?? Object.create(null)), hop: 3 } }],
    ])('finds a changed %s between two checkpoints', async (_what, change) => {
      const result = await verifyAudit({ store: lying(log, changed(437, change)), record });
      expect(result).toMatchObject({ badRange: await rangeFrom(401, 500), covered: 400, badCheckpoints: [] });
    });

    it.each([1, 100, 101, 1_000])('finds a change of event %p', async (number) => {
      const first = Math.floor((number - 1) / 100) * 100 + 1;
      const result = await verifyAudit({ store: lying(log, changed(number, { type: 'Forged' })), record });
      expect(result.badRange).toEqual(await rangeFrom(first, first + 99));
    });

    it('finds a missing event', async () => {
      const store = lying(log, (event) => (Number(event.position) === 437 ? null : event));
      expect((await verifyAudit({ store, record })).badRange).toEqual(await rangeFrom(401, 500));
    });

    it('finds that the newest events are gone', async () => {
      const result = await verifyAudit({ store: cutOff(log, await positionOf(950)), record });
      expect(result).toMatchObject({ count: 950, covered: 900, badRange: await rangeFrom(901, 1_000) });
    });

    it('counts the events that no checkpoint covers yet', async () => {
      await log.append('new-1', named('a', 'b'), 'none');
      const result = await verifyAudit({ store: log, record });
      expect(result).toMatchObject({ count: 1_002, covered: 1_000, badRange: null });
    });
  });

  describe('with tampered checkpoints', () => {
    beforeEach(async () => {
      await fill(log, 500);
      await audit(log, record, 500);
    });

    /** As an attacker would who knows how seals are made. */
    const reseal = (all: ChainCheckpoint[]): ChainCheckpoint[] => {
      let seal = '0'.repeat(64);
      return all.map((checkpoint) => ({ ...checkpoint, seal: (seal = sealOf(seal, checkpoint)) }));
    };
    const at = (number: number, change: Partial<ChainCheckpoint>) => (all: ChainCheckpoint[]) =>
      all.map((checkpoint) => (checkpoint.number === number ? { ...checkpoint, ...change } : checkpoint));

    it.each<[string, Partial<ChainCheckpoint>]>([
      ['link', { link: 'f'.repeat(64) }],
      ['count', { count: 250 }],
      ['position', { position: '0000000000000007' }],
    ])('finds a changed %s, also of the last one', async (_what, change) => {
      for (const number of [0, 2, 4]) {
        const result = await verifyAudit({ store: log, record: edited(record, at(number, change)) });
        expect(result).toMatchObject({ badCheckpoints: [number], badRange: null });
      }
    });

    it('finds one that was sealed again, because later ones still fit the log', async () => {
      const forged = edited(record, (all) => reseal(at(2, { link: 'f'.repeat(64) })(all)));
      expect(await verifyAudit({ store: log, record: forged })).toMatchObject({ badCheckpoints: [2], badRange: null });
    });

    it('finds a removed one', async () => {
      const forged = edited(record, (all) => all.filter(({ number }) => number !== 2));
      expect(await verifyAudit({ store: log, record: forged })).toMatchObject({ badCheckpoints: [3], badRange: null });
    });

    it('refuses a line that is not a checkpoint', async () => {
      const lines = (await readFile(file, 'utf8')).split('\n');
      await writeFile(file, lines.with(3, '{"number":2}').join('\n'));
      await expect(verifyAudit({ store: log, record })).rejects.toBeInstanceOf(ChainRecordDamaged);
    });
  });

  describe('when the auditor is disturbed', () => {
    it('resumes after a kill and overwrites a half-written checkpoint', async () => {
      await fill(log, 400);
      const script = `
        import { ChainAuditor, FileChainRecord, openEmbeddedEventStore } from ${JSON.stringify(dist)};
        const store = await openEmbeddedEventStore({ directory: ${JSON.stringify(folder.directory('log'))}, role: 'reader' });
        const record = await FileChainRecord.open(${JSON.stringify(file)}, store.logId);
        const onCheckpoint = ({ count }) => process.stdout.write(count + '\\n');
        await new ChainAuditor({ store, record, everyEvents: 10, onCheckpoint }).run(new AbortController().signal);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      for await (const line of createInterface({ input: child.stdout })) if (Number(line) >= 100) child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
      await appendFile(file, '{"number":7,"coun');
      await audit(log, record, 400);
      const { link } = await folder.ownChain('log');
      expect(await verifyAudit({ store: log, record })).toMatchObject({
        covered: 400,
        link,
        badRange: null,
        badCheckpoints: [],
      });
    });

    it('stops when another auditor was first', async () => {
      await fill(log, 100);
      const second: ChainRecord = {
        last: () => record.last(),
        list: () => record.list(),
        append: async (checkpoint) => {
          const other = nextCheckpoint(await record.last(), await positionOf(50), { count: 50, link: 'a'.repeat(64) });
          await record.append(other);
          await record.append(checkpoint);
        },
      };
      await expect(audit(log, second, 100)).rejects.toBeInstanceOf(ChainRecordTaken);
    });

    it('fails when the record cannot be written, also while it waits for events', async () => {
      const full: ChainRecord = {
        last: async () => null,
        list: () => record.list(),
        append: () => Promise.reject(new Error('no room')),
      };
      const auditing = audit(log, full, 1);
      await log.append('a-1', named('a'), 'none');
      await expect(auditing).rejects.toThrow('no room');
    });

    it('refuses the record of another log', async () => {
      await expect(FileChainRecord.open(file, 'another')).rejects.toBeInstanceOf(ChainRecordDamaged);
    });

    it('keeps checkpoints in a stream that the store hides', async () => {
      const store = hiding(log, auditStream);
      const inStore = new StreamChainRecord(store, auditStream);
      await fill(log, 1_000);
      const chain = await folder.ownChain('log');
      await audit(store, inStore, 1_000, 1);
      const again = new StreamChainRecord(store, auditStream);
      expect(await again.last()).toMatchObject({ number: 999, count: 1_000, link: chain.link });
      await again.append((await again.last()) as ChainCheckpoint);
      expect(await verifyAudit({ store, record: again })).toMatchObject({
        checkpoints: 1_000,
        covered: 1_000,
        badRange: null,
      });
      const rival = { ...((await again.last()) as ChainCheckpoint), seal: 'b'.repeat(64) };
      await expect(again.append(rival)).rejects.toBeInstanceOf(ChainRecordTaken);
    });
  });
});
