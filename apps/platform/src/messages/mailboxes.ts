import type { BlobRef, JsonObject, MessageAuthor, MessageFact, Ordinal, RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../log/fold.js';

/** A message that has not ended. */
export interface OpenMessage {
  messageId: string;
  conversationId: string;
  contextId: string;
  workspaceId: string;
  org: string;
  from: MessageAuthor;
  body: BlobRef;
  hop: number;
  expiresAt: string;
  correlationId: string;
  traceparent: string | null;
  ordinal: Ordinal;
  state: 'queued' | 'dispatched' | 'delivered';
  attempt: number;
  taskId: string | null;
  /** Why it waits, as recorded; null: nothing was said yet. */
  waitsFor: string | null;
}

/** Every open message by the workspace it is for, in the order they were sent. */
@Fold()
@Injectable()
export class Mailboxes implements LogFold {
  readonly name = 'mailboxes';
  readonly version = 1;
  readonly handles = [
    'MessageSent',
    'MessageQueued',
    'MessageDispatched',
    'MessageDelivered',
    'MessageAnswered',
    'MessageFailed',
    'MessageExpired',
    'MessageCancelled',
  ] as const;

  private readonly boxes = new Map<string, Map<string, OpenMessage>>();

  open(workspaceId: string): OpenMessage[] {
    return [...(this.boxes.get(workspaceId)?.values() ?? [])];
  }

  find(workspaceId: string, messageId: string): OpenMessage | undefined {
    return this.boxes.get(workspaceId)?.get(messageId);
  }

  /** The message that the agent works on now. */
  working(workspaceId: string): OpenMessage | undefined {
    for (const message of this.boxes.get(workspaceId)?.values() ?? []) if (message.state !== 'queued') return message;
    return undefined;
  }

  /** The longest waiting message that `isReady` lets through. */
  next(workspaceId: string, isReady: (message: OpenMessage) => boolean): OpenMessage | undefined {
    for (const message of this.boxes.get(workspaceId)?.values() ?? [])
      if (message.state === 'queued' && isReady(message)) return message;
    return undefined;
  }

  depth(workspaceId: string): number {
    return this.open(workspaceId).filter((message) => message.state === 'queued').length;
  }

  workspaces(): string[] {
    return [...this.boxes.keys()];
  }

  get size(): number {
    let size = 0;
    for (const box of this.boxes.values()) size += box.size;
    return size;
  }

  apply(event: RecordedEvent, ordinal: Ordinal): void {
    const fact = event as RecordedEvent & MessageFact;
    switch (fact.type) {
      case 'MessageSent':
        return this.add(event, fact.data, ordinal);
      case 'MessageQueued':
        return this.change(fact.data, (message) =>
          Object.assign(message, { state: 'queued', waitsFor: fact.data.cause, taskId: null }),
        );
      case 'MessageDispatched':
        return this.change(fact.data, (message) =>
          Object.assign(message, { state: 'dispatched', attempt: fact.data.attempt }),
        );
      case 'MessageDelivered':
        return this.change(fact.data, (message) =>
          Object.assign(message, { state: 'delivered', taskId: fact.data.taskId }),
        );
      case 'MessageAnswered':
      case 'MessageFailed':
      case 'MessageExpired':
      case 'MessageCancelled':
        return this.end(fact.data);
    }
  }

  toJson(): JsonObject {
    const messages = [...this.boxes.values()].flatMap((box) => [...box.values()]);
    return { messages: messages as unknown as JsonObject[] };
  }

  fromJson(json: JsonObject): void {
    for (const message of json['messages'] as unknown as OpenMessage[])
      this.box(message.workspaceId).set(message.messageId, message);
  }

  private add(event: RecordedEvent, data: (MessageFact & { type: 'MessageSent' })['data'], ordinal: Ordinal): void {
    const { org, $correlationId, traceparent } = event.metadata;
    this.box(data.workspaceId).set(data.messageId, {
      ...data,
      org,
      correlationId: $correlationId,
      traceparent: traceparent ?? null,
      ordinal,
      state: 'queued',
      attempt: 0,
      taskId: null,
      waitsFor: null,
    });
  }

  private change(of: { workspaceId: string; messageId: string }, change: (message: OpenMessage) => void): void {
    const message = this.find(of.workspaceId, of.messageId);
    if (message !== undefined) change(message);
  }

  private end(of: { workspaceId: string; messageId: string }): void {
    const box = this.boxes.get(of.workspaceId);
    if (box?.delete(of.messageId) === true && box.size === 0) this.boxes.delete(of.workspaceId);
  }

  private box(workspaceId: string): Map<string, OpenMessage> {
    const existing = this.boxes.get(workspaceId);
    if (existing !== undefined) return existing;
    const box = new Map<string, OpenMessage>();
    this.boxes.set(workspaceId, box);
    return box;
  }
}
