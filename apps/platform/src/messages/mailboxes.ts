import {
  isOpenMessage,
  messageStatusAfter,
  type BlobRef,
  type Cause,
  type JsonObject,
  type MessageAuthor,
  type MessageFact,
  type OfMessage,
  type OpenMessageStatus,
  type Ordinal,
  type RecordedEvent,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Fold, typesOf, type LogFold } from '../log/fold.js';

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
  state: OpenMessageStatus;
  attempt: number;
  taskId: string | null;
  /** Why it waits, as recorded; null: nothing was said yet. */
  waitsFor: Cause | null;
}

/** Every open message by the workspace it is for, in the order they were sent. */
@Fold()
@Injectable()
export class Mailboxes implements LogFold {
  readonly name = 'mailboxes';
  readonly version = 2;
  readonly handles = typesOf(messageStatusAfter);

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
    if (fact.type === 'MessageSent') return this.add(event, fact.data, ordinal);
    const status = messageStatusAfter[fact.type];
    if (!isOpenMessage(status)) return this.end(fact.data);
    const message = this.find(fact.data.workspaceId, fact.data.messageId);
    if (message !== undefined) Object.assign(message, { state: status }, columnsOf(fact));
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

  private end({ workspaceId, messageId }: OfMessage): void {
    const box = this.boxes.get(workspaceId);
    if (box?.delete(messageId) === true && box.size === 0) this.boxes.delete(workspaceId);
  }

  private box(workspaceId: string): Map<string, OpenMessage> {
    const existing = this.boxes.get(workspaceId);
    if (existing !== undefined) return existing;
    const box = new Map<string, OpenMessage>();
    this.boxes.set(workspaceId, box);
    return box;
  }
}

/** What an event says besides the state. */
const columnsOf = ({ type, data }: MessageFact): Partial<OpenMessage> => {
  if (type === 'MessageQueued') return { waitsFor: data.cause, taskId: null };
  if (type === 'MessageDispatched') return { attempt: data.attempt };
  return type === 'MessageDelivered' ? { taskId: data.taskId } : {};
};
