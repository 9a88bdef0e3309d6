import { messageStatusAfter, type EventItem, type MessageFact } from '@guildhall/contracts';

/** A message on its way from one workspace to another. */
export interface Trail {
  key: number;
  from: string;
  to: string;
  kind: 'sent' | 'answered' | 'failed';
}

interface MessageData {
  messageId: string;
  workspaceId: string;
  from?: { kind: string; id: string };
}

/** Senders remembered at most; more messages than that do not wait for an answer at once. */
const memory = 2_000;

const isMessageEvent = (type: string): type is MessageFact['type'] => Object.hasOwn(messageStatusAfter, type);

/** Turns message events between agents into trails. An answer does not say who asked, so senders are remembered. */
export class TrailFinder {
  private readonly senders = new Map<string, string>();
  private count = 0;

  find(items: readonly EventItem[]): Trail[] {
    return items.flatMap((item) => this.trail(item) ?? []);
  }

  private trail({ type, data }: EventItem): Trail | null {
    const { messageId, workspaceId, from } = data as unknown as MessageData;
    if (type === 'MessageSent') {
      if (from?.kind !== 'workspace') return null;
      this.remember(messageId, from.id);
      return this.next(from.id, workspaceId, 'sent');
    }
    const status = isMessageEvent(type) ? messageStatusAfter[type] : null;
    if (status !== 'answered' && status !== 'failed') return null;
    const sender = this.senders.get(messageId);
    this.senders.delete(messageId);
    return sender === undefined ? null : this.next(workspaceId, sender, status);
  }

  private next(from: string, to: string, kind: Trail['kind']): Trail {
    this.count += 1;
    return { key: this.count, from, to, kind };
  }

  private remember(messageId: string, sender: string): void {
    this.senders.set(messageId, sender);
    const oldest = this.senders.keys().next().value;
    if (this.senders.size > memory && oldest !== undefined) this.senders.delete(oldest);
  }
}
