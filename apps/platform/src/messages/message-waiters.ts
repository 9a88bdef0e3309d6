import { endsMessage, streams, type EndedMessageFact, type RecordedEvent } from '@guildhall/contracts';
import type { EventStore, StreamRead } from '@guildhall/event-store';
import { Injectable } from '@nestjs/common';
import { LogFollower } from '../log/log-follower.js';
import { InjectEventStore } from '../stores/injection.js';

export type EndedMessage = RecordedEvent & EndedMessageFact;

const page = 200;

/** Callers that hold their connection open until a message has ended. */
@Injectable()
export class MessageWaiters {
  private readonly waiting = new Map<string, Set<(event: EndedMessage) => void>>();

  constructor(
    follower: LogFollower,
    @InjectEventStore() private readonly store: EventStore,
  ) {
    follower.listen((events) => {
      for (const event of events) if (endsMessage(event.type)) this.tell(event as EndedMessage);
    });
  }

  /** The event that ended the message, or null when it has not ended in time. Ask before the message is sent. */
  ended(messageId: string, timeoutMs: number, signal: AbortSignal): Promise<EndedMessage | null> {
    return new Promise((resolve) => {
      const listeners = this.waiting.get(messageId) ?? new Set();
      this.waiting.set(messageId, listeners);
      const finish = (event: EndedMessage | null): void => {
        clearTimeout(timer);
        listeners.delete(finish);
        if (listeners.size === 0) this.waiting.delete(messageId);
        resolve(event);
      };
      const timer = setTimeout(() => finish(null), timeoutMs);
      signal.addEventListener('abort', () => finish(null), { once: true });
      listeners.add(finish);
    });
  }

  /** The end of a message that ended before; null: it has not. */
  async past(conversationId: string, messageId: string): Promise<EndedMessage | null> {
    let read: StreamRead = { direction: 'backwards', limit: page };
    for (;;) {
      const events = await this.store.readStream(streams.conversation(conversationId), read);
      const found = events.find(
        (event) => endsMessage(event.type) && (event as EndedMessage).data.messageId === messageId,
      );
      if (found !== undefined) return found as EndedMessage;
      const last = events.at(-1);
      if (last === undefined || events.length < page) return null;
      read = { ...read, after: last.revision };
    }
  }

  private tell(event: EndedMessage): void {
    for (const listener of [...(this.waiting.get(event.data.messageId) ?? [])]) listener(event);
  }
}
