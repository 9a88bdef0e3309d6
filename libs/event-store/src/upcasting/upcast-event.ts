import type { EventMetadata, Position, RecordedEvent } from '@guildhall/contracts';
import { isCurrent } from './schema-version.js';

/** Returns the event in the newest version of its type, or the same object. Throws for an event it does not know. */
export type Upcast = (event: RecordedEvent) => RecordedEvent;

/**
 * An event whose version is looked at when a reader asks for its data or metadata: a reader that skips it neither pays
 * for the check nor stops at an event that it could not have read. What is current already is not given to `upcast`.
 */
export class UpcastEvent implements RecordedEvent {
  private newest: RecordedEvent | null = null;

  constructor(
    readonly stored: RecordedEvent,
    private readonly upcast: Upcast,
  ) {}

  get id(): string {
    return this.stored.id;
  }

  get type(): string {
    return this.stored.type;
  }

  get stream(): string {
    return this.stored.stream;
  }

  get revision(): number {
    return this.stored.revision;
  }

  get position(): Position {
    return this.stored.position;
  }

  get data(): unknown {
    return this.read().data;
  }

  get metadata(): EventMetadata {
    return this.read().metadata;
  }

  toJSON(): RecordedEvent {
    const { id, type, data, metadata, stream, revision, position } = this;
    return { id, type, data, metadata, stream, revision, position };
  }

  private read(): RecordedEvent {
    this.newest ??= isCurrent(this.stored) ? this.stored : this.upcast(this.stored);
    return this.newest;
  }
}

/** The event as the log holds it: the chain covers the stored bytes, never an upcast copy. */
export const storedForm = <Event extends object>(event: Event): Event | RecordedEvent =>
  event instanceof UpcastEvent ? event.stored : event;
