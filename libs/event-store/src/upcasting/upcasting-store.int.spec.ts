import type { EventMetadata, NewEvent, RecordedEvent } from '@guildhall/contracts';
import { verifyAudit } from '../audit/verify-audit.js';
import { eventText, LogChain } from '../audit/log-chain.js';
import { FileChainRecord } from '../audit/file-chain-record.js';
import { eventStoreContract } from '../contract/event-store.suite.js';
import { anEvent, nameOf } from '../contract/events.suite.js';
import type { EmbeddedEventStore } from '../embedded/embedded-event-store.js';
import { schemaVersionIn } from '../embedded/reading/stored-event.js';
import { exportLog } from '../move/export-log.js';
import { UnreadableLogEvent } from '../move/errors.js';
import { importLog } from '../move/import-log.js';
import { storeSource } from '../move/log-source.js';
import { openLogFile } from '../move/read-log-file.js';
import { contentsOf, StoresFolder } from '../move/stores.suite.js';
import type { EventStore } from '../port.js';
import { upcasting } from './upcasting-store.js';
import { join } from 'node:path';

/** As a version of Guildhall that writes RoleAssigned v1 and can read an older v0, whose name was called `title`. */
const upcast = (event: RecordedEvent): RecordedEvent => {
  const { id, type, stream, revision, position, metadata } = event;
  if (type !== 'RoleAssigned' || metadata.schemaVersion > 1) throw new Error(`unreadable: ${type}`);
  const { title } = event.data as { title: string };
  return { id, type, stream, revision, position, data: { name: title }, metadata: { ...metadata, schemaVersion: 1 } };
};

const inVersion = (schemaVersion: number, event: NewEvent): NewEvent => ({
  ...event,
  metadata: { ...event.metadata, schemaVersion },
});
const old = (name: string): NewEvent => ({ ...inVersion(0, anEvent(name)), data: { title: name } });
const unknown = (): NewEvent => ({ ...anEvent('x'), type: 'AgentTransmuted' });

eventStoreContract('upcasting over embedded', async () => {
  const folder = await StoresFolder.make();
  return { store: upcasting(await folder.store('log'), upcast), close: () => folder.remove() };
});

describe('a store whose readers see the newest version of every event', () => {
  let folder: StoresFolder;
  let log: EmbeddedEventStore;
  let store: EventStore;

  beforeEach(async () => {
    folder = await StoresFolder.make();
    log = await folder.store('log');
    store = upcasting(log, upcast);
  });
  afterEach(() => folder.remove());

  const first = async (): Promise<RecordedEvent> => {
    const [event] = (await store.readAll({ limit: 1 })).events;
    if (event === undefined) throw new Error('the log is empty');
    return event;
  };

  it('upcasts an old event for every way of reading', async () => {
    await store.append('a-1', [old('a'), anEvent('b')], 'none');
    const stop = new AbortController();
    const followed: RecordedEvent[] = [];
    for await (const item of store.subscribeAll({ signal: stop.signal })) {
      if (item.kind === 'events') followed.push(...item.events);
      else stop.abort();
    }
    for (const events of [
      await store.readStream('a-1', { direction: 'forwards', limit: 9 }),
      (await store.readAll({ limit: 9 })).events,
      followed,
    ]) {
      expect(events.map(nameOf)).toEqual(['a', 'b']);
      expect(events.map(({ metadata }) => metadata.schemaVersion)).toEqual([1, 1]);
    }
    expect(JSON.parse(JSON.stringify(await first()))).toMatchObject({
      stream: 'a-1',
      revision: 0,
      data: { name: 'a' },
    });
  });

  it('parses of a current event only what a reader looks at, and never upcasts it', async () => {
    await store.append('a-1', [anEvent('a')], 'none');
    const parse = JSON.parse;
    let parsed = 0;
    JSON.parse = (...args: Parameters<typeof JSON.parse>): unknown => ((parsed += 1), parse(...args)) as unknown;
    try {
      const event = await first();
      expect([event.type, event.stream, parsed]).toEqual(['RoleAssigned', 'a-1', 0]);
      expect([nameOf(event), parsed]).toEqual(['a', 1]);
    } finally {
      JSON.parse = parse;
    }
  });

  it('stops only the reader that looks at an event it does not know', async () => {
    await store.append('a-1', [unknown(), inVersion(7, anEvent('b')), anEvent('c')], 'none');
    const { events } = await store.readAll({ limit: 9 });
    expect(events.map(({ type }) => type)).toEqual(['AgentTransmuted', 'RoleAssigned', 'RoleAssigned']);
    expect(() => events[0]?.data).toThrow('unreadable: AgentTransmuted');
    expect(() => events[1]?.data).toThrow('unreadable: RoleAssigned');
    expect(events.map(({ metadata }) => metadata.schemaVersion)).toEqual([1, 7, 1]);
    expect(nameOf(events[2] as RecordedEvent)).toBe('c');
  });

  it('leaves streams about the log itself alone', async () => {
    await store.append('guildhall.chain', [unknown()], 'none');
    const [event] = await store.readStream('guildhall.chain', { direction: 'forwards', limit: 1 });
    expect(event?.data).toMatchObject({ name: 'x' });
  });

  it('chains and moves the stored bytes', async () => {
    await store.append('a-1', [old('a')], 'none');
    const chain = new LogChain();
    chain.add(eventText(await first()));
    expect(chain.link).toBe((await folder.ownChain('log')).link);
    const target = await folder.store('target');
    await importLog(await storeSource('log', store), target);
    expect(await contentsOf(target)).toEqual(await contentsOf(log));
  });

  describe('with an event that this version does not know', () => {
    const file = (): string => join(folder.path, 'log.gz');

    beforeEach(async () => {
      await log.append('a-1', [anEvent('a'), inVersion(7, anEvent('b')), unknown()], 'none');
    });

    it('exports it as it is, names the first, and imports nothing of the file', async () => {
      const findings: UnreadableLogEvent[] = [];
      await exportLog(await storeSource('log', log), file(), { onUnreadable: (finding) => findings.push(finding) });
      expect(findings).toMatchObject([{ number: 2, type: 'RoleAssigned', schemaVersion: 7 }]);
      await expect(openLogFile(file())).rejects.toMatchObject({ name: 'UnreadableLogEvent', number: 2 });
    });

    it('refuses to import it from a store, by name', async () => {
      const target = await folder.store('target');
      await expect(importLog(await storeSource('log', log), target)).rejects.toThrow(
        'cannot read event 2 of log: RoleAssigned, schema version 7',
      );
      expect((await target.head()).ordinal).toBe(0);
    });

    it('verifies its bytes and names it', async () => {
      const record = await FileChainRecord.open(join(folder.path, 'audit'), log.logId);
      const named: string[] = [];
      const onUnreadable = ({ type, position }: RecordedEvent): number => named.push(`${type} ${Number(position)}`);
      expect(await verifyAudit({ store, record, onUnreadable })).toMatchObject({ count: 3, badRange: null });
      expect(named).toEqual(['RoleAssigned 2']);
    });
  });
});

describe('the schema version in a text', () => {
  const text = (metadata: Partial<EventMetadata>): string => JSON.stringify({ ...metadata, undoes: 'x' });

  it.each([
    [text({ schemaVersion: 1 }), 1],
    [text({ schemaVersion: 23, traceparent: '"schemaVersion":9' }), 23],
    [`["a-1",0,"id","T",{"schemaVersion":5},${text({ schemaVersion: 2 })}]`, 2],
    ['{}', Number.NaN],
  ])('of %s is %p', (given, version) => expect(schemaVersionIn(given)).toBe(version));
});
