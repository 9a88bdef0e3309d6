import { UnreadableEvent, type RecordedEvent } from '@guildhall/contracts';
import { upcasting, type EventStore } from '@guildhall/event-store';
import { inVersion, waitingMessage } from '@guildhall/testing';
import { conversationStream } from '../../messages/conversation.stream.js';
import { StreamCache } from './stream-cache.js';

describe('a cached stream to which another replica writes', () => {
  const [sent, older] = waitingMessage();
  const newer = inVersion(older);
  const stream = sent.stream;
  let stored: RecordedEvent[];
  let log: EventStore;
  let cache: StreamCache;

  beforeEach(() => {
    stored = [sent];
    const reads = {
      readStream: (name: string, { after = -1 }: { after?: number }) =>
        Promise.resolve(stored.filter((event) => event.stream === name && event.revision > after)),
    };
    log = upcasting(reads as unknown as EventStore);
    cache = new StreamCache(log);
  });

  const reads = async (event: RecordedEvent): Promise<void> => {
    stored.push(event);
    cache.onRecorded(await log.readStream(stream, { direction: 'forwards', after: 0, limit: 9 }));
  };
  const messages = async () => [...(await cache.loaded(conversationStream, stream)).state.open.values()];

  it('follows an event of an older version in its newest form', async () => {
    expect(await messages()).toMatchObject([{ waitsFor: null }]);
    await reads(older);
    expect(await messages()).toMatchObject([{ waitsFor: { code: 'agent_not_ready' } }]);
  });

  it('is given up at an event of a newer version; its next command names it', async () => {
    await messages();
    await reads(newer);
    await expect(messages()).rejects.toThrow(UnreadableEvent);
    await expect(messages()).rejects.toThrow(
      `The command executor of ${stream} stopped: the event MessageQueued v99 at position ${newer.position}`,
    );
  });
});
