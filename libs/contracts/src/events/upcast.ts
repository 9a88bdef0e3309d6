import type { EventMetadata, RecordedEvent } from '../declarations/envelope.js';
import type { EventDeclaration, UpcastStep } from '../declarations/event.js';
import type { Json, JsonObject } from '../json.js';
import { declarationOf } from './registry.js';

/** This version of Guildhall does not know an event of the log: its type, or a newer version of its data. */
export class UnreadableEvent extends Error {
  constructor(
    readonly type: string,
    readonly schemaVersion: number,
    readonly position: string,
    /** What stopped at the event; null: not named yet. */
    readonly reader: string | null = null,
  ) {
    const event = `he event ${type} v${schemaVersion} at position ${position}`;
    super(
      `${reader === null ? 'T' : `The ${reader} stopped: t`}${event} was written by a newer version of Guildhall. ` +
        'Update this installation; nothing is lost.',
    );
    this.name = 'UnreadableEvent';
  }

  /** The same, naming the reader that stopped: `projection chat`. */
  metBy(reader: string): UnreadableEvent {
    return new UnreadableEvent(this.type, this.schemaVersion, this.position, this.reader ?? reader);
  }
}

/** What a reader throws when `error` stops it: an event of a newer version then names the reader. */
export const stopOf = (reader: string, error: unknown): unknown =>
  error instanceof UnreadableEvent ? error.metBy(reader) : error;

/**
 * The event as this version knows it: the same object when it is current, else a copy whose data went through every
 * upcast step of its type. Every reader of the log uses it before anything else looks at the data.
 *
 * @throws UnreadableEvent for a type or a schema version that this version does not know
 */
export const upcast = (event: RecordedEvent): RecordedEvent => upcastBy(declarationOf(event.type), event);

/** As `upcast`, with a declaration that a test chose. */
export const upcastBy = (declaration: EventDeclaration | undefined, event: RecordedEvent): RecordedEvent => {
  const { schemaVersion } = event.metadata;
  if (declaration === undefined || schemaVersion > declaration.schemaVersion) {
    throw new UnreadableEvent(event.type, schemaVersion, event.position);
  }
  if (schemaVersion === declaration.schemaVersion) return event;
  const metadata: EventMetadata = { ...event.metadata, schemaVersion: declaration.schemaVersion };
  const { id, type, stream, revision, position } = event;
  return { id, type, stream, revision, position, metadata, data: stepped(declaration.upcasts, schemaVersion, event) };
};

const stepped = (steps: readonly UpcastStep[], from: number, { data }: RecordedEvent): Record<string, Json> =>
  steps.slice(from - 1).reduce((older, step) => step(older), data as JsonObject);
