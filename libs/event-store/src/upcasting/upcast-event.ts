import type { EventMetadata, Position, RecordedEvent } from '@guildhall/contracts';
import { isOlder } from './schema-version.js';

/** Returns the event in the newest version of its type, or the same object. Throws for an event it does not know. */
export type Upcast = (event: RecordedEvent) => RecordedEvent;

/**
 * An event of another version, upcast when a reader asks for its data: a reader that skips it neither pays for that nor
 * stops at an event that it could not have read. The metadata can be read in every version: who wrote an event, when and
 * for which organisation does not depend on its data.
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
    return isOlder(this.stored) ? this.read().metadata : this.stored.metadata;
  }

  toJSON(): RecordedEvent {
    const { id, type, data, metadata, stream, revision, position } = this;
    return { id, type, data, metadata, stream, revision, position };
  }

  private read(): RecordedEvent {
    this.newest ??= this.upcast(this.stored);
    return this.newest;
  }
}

/** The event as the log holds it: the chain covers the stored bytes, never an upcast copy. */
export const storedForm = <Event extends object>(event: Event): Event | RecordedEvent =>
  event instanceof UpcastEvent ? event.stored : event;
