import { TestBed } from '@angular/core/testing';
import { UnreachableError } from '@guildhall/client';
import type { ChatMessageView } from '@guildhall/contracts';
import { PLATFORM } from '../platform/platform.js';
import { UrlStore } from '../url/url.store.js';
import { asOf } from './chat-moment.js';
import { keepDraft, readDraft } from './chat-draft.js';
import { ChatStore } from './chat.store.js';
import { markdown } from './markdown.js';
import { messageFix } from './message-fix.js';
import { OutboxStore } from './outbox.store.js';

const message = (id: string, more: Partial<ChatMessageView> = {}): ChatMessageView => ({
  id,
  conversation_id: 'c',
  context_id: 'x',
  workspace_id: 'a',
  from: { kind: 'operator', id: 'op' },
  state: 'answered',
  attempt: 1,
  text: 'Question',
  answer: 'Answer',
  error: null,
  queued_cause: null,
  sent_at: '2026-11-23T10:00:00.000Z',
  answered_at: '2026-11-23T10:00:05.000Z',
  expires_at: '2026-11-24T10:00:00.000Z',
  duration_ms: 5_000,
  position: 'p1',
  ...more,
});
const settled = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};

describe('markdown', () => {
  it.each([
    ['<script>alert(1)</script>x', /<script/],
    ['<img src=x onerror=alert(1)>', /<img|onerror/],
    ['[click](javascript:alert(1))', /javascript:/],
    ['<a href="https://x" style="position:fixed">x</a>', /style=/],
    ['<form action="/x"><input></form>', /<form|<input/],
  ])('removes what could run, load or imitate from %s', (text, forbidden) =>
    expect(markdown(text)).not.toMatch(forbidden),
  );

  it('keeps plain formatting', () => {
    expect(markdown('**bold** `code`')).toContain('<strong>bold</strong> <code>code</code>');
    expect(markdown('[site](https://example.org)')).toContain('rel="noopener noreferrer" href="https://example.org"');
  });
});

describe('asOf', () => {
  it('shows a message as it was known then', () => {
    const one = message('m');
    expect(asOf(one, null)).toBe(one);
    expect(asOf(one, '2026-11-23T09:59:00.000Z')).toBeNull();
    expect(asOf(one, '2026-11-23T10:00:02.000Z')).toMatchObject({ state: 'working', answer: null });
    expect(asOf(one, '2026-11-23T10:00:05.000Z')).toMatchObject({ state: 'answered', answer: 'Answer' });
  });
});

describe('messageFix', () => {
  it('takes the fix from the registry, and has one for unknown codes', () => {
    expect(messageFix('AGENT_NO_ANSWER')).toContain('send the message again');
    expect(messageFix('toString')).toContain('Check the agent');
  });
});

describe('OutboxStore', () => {
  const started = async (send: () => Promise<unknown>) => {
    const stored: ChatMessageView[] = [message('old')];
    const keys: string[] = [];
    const messages = {
      list: async () => ({ items: [...stored].reverse(), next: null }),
      send: async (_message: object, { idempotencyKey }: { idempotencyKey: string }) => {
        keys.push(idempotencyKey);
        await send();
        stored.push(message('new', { state: 'queued', answer: null, answered_at: null }));
        return { body: {}, position: '2', etag: null };
      },
    };
    TestBed.configureTestingModule({ providers: [{ provide: PLATFORM, useValue: { messages } }] });
    const chat = TestBed.inject(ChatStore);
    TestBed.inject(UrlStore).open('a', 'chat');
    TestBed.tick();
    await settled();
    return { chat, outbox: TestBed.inject(OutboxStore), keys };
  };

  it('shows a message as being sent until the platform has stored it', async () => {
    let store: () => void = () => undefined;
    const { chat, outbox } = await started(() => new Promise<void>((resolve) => (store = resolve)));
    outbox.send('  Hello  ');
    expect(outbox.outgoing()).toMatchObject([{ text: 'Hello', problem: null }]);
    expect(chat.shown().map(({ id }) => id)).toEqual(['old']);
    store();
    await settled();
    expect(outbox.outgoing()).toEqual([]);
    expect(chat.shown().map(({ id }) => id)).toEqual(['old', 'new']);
  });

  it('keeps a message that could not be sent and sends it again under the same key', async () => {
    let isDown = true;
    const { outbox, keys } = await started(async () => {
      if (isDown) throw new UnreachableError('/x', { cause: null });
    });
    outbox.send('Hello');
    await settled();
    const [failed] = outbox.outgoing();
    expect(failed?.problem).toBeInstanceOf(UnreachableError);
    isDown = false;
    if (failed !== undefined) outbox.retry(failed);
    await settled();
    expect(outbox.outgoing()).toEqual([]);
    expect(new Set(keys).size).toBe(1);
  });

  it('sends nothing that is only blanks', async () => {
    const { outbox, keys } = await started(async () => undefined);
    outbox.send(' \n ');
    expect(keys).toEqual([]);
  });

  it('keeps a draft for each workspace', () => {
    keepDraft('a', 'half a sen');
    expect(readDraft('a')).toBe('half a sen');
    expect(readDraft('b')).toBe('');
    keepDraft('a', '');
    expect(readDraft('a')).toBe('');
  });
});
