import { eventSentence, streams, type RecordedEvent } from '@guildhall/contracts';
import {
  exportLog,
  FileChainRecord,
  importLog,
  openEmbeddedEventStore,
  openLogFile,
  storeSource,
  verifyAudit,
  type EventStore,
} from '@guildhall/event-store';
import { exampleIds, fact, inVersion, recorded, until, versionChange, waitingMessage } from '@guildhall/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StreamExecutor } from '../commands/executor/stream-executor.js';
import { systemMeta } from '../commands/system-meta.js';
import type { FeedRow } from '../history/feed-index.js';
import type { Place } from '../live/past-events.js';
import { conversationStream } from '../messages/conversation.stream.js';
import { Mailboxes } from '../messages/mailboxes.js';
import { LogReaders, operator, type Received } from '../testing/log-readers.suite.js';
import { PlatformPlace } from '../testing/platform-place.suite.js';

const { stored, read, type, sentence } = versionChange;
const conversation = streams.conversation(exampleIds.conversation);

describe('an event of an older version', () => {
  const newest: unknown = expect.objectContaining({
    type,
    data: expect.objectContaining({ cause: read.cause }),
    metadata: expect.objectContaining({ schemaVersion: read.schemaVersion }),
  });
  let place: PlatformPlace;
  let readers: LogReaders;
  let before: Place;
  let row: FeedRow;
  let live: Received;

  beforeAll(async () => {
    place = await PlatformPlace.started();
    readers = new LogReaders(place);
    const { id } = await place.external('Coder');
    before = await readers.head();
    live = await readers.subscribed();
    row = await readers.write(conversation, waitingMessage(id));
    await readers.follower.reached(row.position);
  });
  afterAll(async () => {
    readers.disconnect();
    await place.remove();
  });

  it('reaches a decider in its newest form: to wait for the same again changes nothing', async () => {
    const { messageId } = fact('MessageSent').data;
    const meta = systemMeta('test', { org: exampleIds.org, key: ['wait'], correlationId: 'c' });
    const command = { type: 'queue', messageId, cause: read.cause } as const;
    const request = { streamType: conversationStream, stream: conversation, command, meta, digest: '' };
    expect(await place.platform.app.get(StreamExecutor).execute(request)).toMatchObject({ facts: [] });
  });

  it('reaches the folds, and the reactors that act on them, in its newest form', () => {
    const mailboxes = place.platform.app.get(Mailboxes);
    const messages = mailboxes.workspaces().flatMap((id) => mailboxes.open(id));
    expect(messages).toMatchObject([{ state: 'queued', waitsFor: read.cause }]);
  });

  it('is shown live in its newest form: as it happens, to a client that returns, and in a replay', async () => {
    await until('the event to arrive', () => live.items.some((item) => item.type === type));
    const returned = await readers.subscribed({ kind: 'organisation' }, before.position);
    await until('the event to arrive again', () => returned.items.some((item) => item.type === type));
    for (const items of [live.items, returned.items, await readers.replayed(before, await readers.head())])
      expect(items).toContainEqual(newest);
  });

  it('stands in history in its newest form, with its sentence', async () => {
    const [item] = await readers.history.ofRows(operator, [row]);
    expect(item).toEqual(newest);
    expect(item && eventSentence(item, { nameOf: String })).toBe(sentence);
  });

  it('keeps its bytes in an export, in an import and under the chain', async () => {
    const file = join(place.dataDir, 'log.jsonl');
    const { link } = await exportLog(await storeSource('log', readers.log), file);
    const lines = (await readFile(file, 'utf8')).split('\n');
    expect(lines.find((line) => line.includes(type))).toContain(stored.cause);
    const target = await openEmbeddedEventStore({ directory: join(place.dataDir, 'imported') });
    try {
      expect(await importLog(await openLogFile(file), target)).toMatchObject({ link });
      const [, raw] = await target.readStream(conversation, { direction: 'forwards', limit: 2 });
      const { cause, schemaVersion } = stored;
      expect(raw).toMatchObject({ data: { cause }, metadata: { schemaVersion } });
      const verified = async (name: string, store: EventStore) =>
        verifyAudit({ store, record: await FileChainRecord.open(join(place.dataDir, `${name}.record`), store.logId) });
      expect(await verified('target', target)).toMatchObject({ link, badRange: null });
      // The platform may have written more since the export.
      expect(await verified('log', readers.log)).toMatchObject({ badRange: null });
    } finally {
      await target.close();
    }
  });
});

describe('an event of a newer version', () => {
  const fix = 'Update this installation; nothing is lost.';
  /** No fold of the platform handles it, so only those who look at it notice. */
  const unfolded = inVersion(recorded(fact('CanvasViewportSet')));
  const organisation = streams.organisation(exampleIds.org);
  let place: PlatformPlace;
  let readers: LogReaders;

  beforeEach(async () => {
    place = await PlatformPlace.started();
    readers = new LogReaders(place);
  });
  afterEach(async () => {
    readers.disconnect();
    await place.remove();
  });

  it('stops the commands of its stream, and no others; the platform starts again', async () => {
    const { position } = await readers.write(organisation, [unfolded]);
    await place.stop();
    await place.start();
    const named = { code: 'EVENT_TOO_NEW', eventType: 'CanvasViewportSet', schemaVersion: 99, position, fix };
    expect(await place.ask('PUT', '/canvas/viewport', { x: 1, y: 2, zoom: 1 })).toMatchObject({
      status: 503,
      body: { ...named, reader: `command executor of ${organisation}` },
    });
    expect(await place.ask('POST', '/workspaces', { name: 'Coder', external: true })).toMatchObject({ status: 201 });
  });

  it('ends the subscriptions that would have shown it; the next ones begin after it', async () => {
    const { id } = await place.external('Coder');
    const before = await readers.head();
    const [all, ofWorkspace] = [await readers.subscribed(), await readers.subscribed({ kind: 'workspace', id })];
    const { position } = await readers.write(organisation, [unfolded]);
    const named = { code: 'EVENT_TOO_NEW', reader: 'live feed', position, fix };
    await until('the subscription to end', () => all.problems.length > 0);
    expect(all.problems).toMatchObject([named]);
    const again = await readers.subscribed({ kind: 'organisation' }, before.position);
    await until('a snapshot', () => again.snapshots.length > 0);
    await place.ask('PATCH', `/workspaces/${id}`, { name: 'Tester' });
    for (const subscription of [again, ofWorkspace])
      await until('the next event', () => subscription.items.some((item) => item.type === 'WorkspaceRenamed'));
    expect([all.items, ofWorkspace.problems, again.problems]).toEqual([[], [], []]);
  });

  it('stops a page of history and a replay that would show it, and no others', async () => {
    const before = await readers.head();
    const row = await readers.write(organisation, [unfolded]);
    const sentence = `The history stopped: the event CanvasViewportSet v99 at position ${row.position} was written by a newer version of Guildhall.`;
    await expect(readers.history.ofRows(operator, [row])).rejects.toThrow(`${sentence} ${fix}`);
    expect(await readers.replayed(before, await readers.head())).toMatchObject({ title: sentence, fix });
    expect(await readers.history.ofRows({ ...operator, permissions: [] }, [row])).toEqual([]);
    const founded = { ...row, revision: 0, ordinal: 1 };
    expect(await readers.history.ofRows(operator, [founded])).toMatchObject([{ type: 'OrganisationFounded' }]);
  });

  it('stops the folds, which name it and keep nobody waiting; the next start says the same', async () => {
    const { id } = await place.external('Coder');
    const [sent, queued] = waitingMessage(id) as [RecordedEvent, RecordedEvent];
    const { position } = await readers.write(conversation, [sent, inVersion(queued)]);
    const stopped = `The fold graphs stopped: the event MessageQueued v99 at position ${position} was written by a newer version of Guildhall. ${fix}`;
    await expect(readers.follower.reached(position)).rejects.toThrow(stopped);
    await expect(readers.follower.reached(position)).rejects.toThrow(stopped);
    const { body } = await place.ask('GET', '/health/ready');
    expect(body).toMatchObject({
      status: 'failing',
      checks: expect.arrayContaining([{ name: 'platform folds', ok: false, sentence: stopped }]),
    });
    await place.stop();
    await expect(place.start()).rejects.toThrow(stopped);
  });
});
