import type { EventMetadata, Position, RecordedEvent } from '@guildhall/contracts';
import { positionOf } from '../schema.js';

/** A row as SQLite gives it: position, stream name, revision, id, type, data, metadata. */
export type EventRow = [number, string, number, string, string, string, string];

const schemaVersionKey = '"schemaVersion":';
const zero = 48;

/**
 * The schema version in a text that ends with an event's canonical metadata; NaN if it has none. Nothing else can
 * match: JSON escapes the quotes inside a string, and the metadata has this key once.
 */
export const schemaVersionIn = (text: string): number => {
  const at = text.lastIndexOf(schemaVersionKey);
  if (at === -1) return Number.NaN;
  let version = 0;
  for (let index = at + schemaVersionKey.length; ; index += 1) {
    const digit = text.charCodeAt(index) - zero;
    if (!(digit >= 0 && digit <= 9)) return version;
    version = version * 10 + digit;
  }
};

/**
 * An event as read. Its JSON is parsed at first access, so a replay that only needs types and streams costs a
 * fraction. `toJSON` shows the whole event.
 */
export class StoredEvent implements RecordedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  private readonly number: number;
  private positionText: Position | null = null;
  private dataJson: string | null;
  private metadataJson: string | null;
  private parsedData: unknown = null;
  private parsedMetadata: EventMetadata | null = null;

  constructor(row: EventRow) {
    this.number = row[0];
    this.stream = row[1];
    this.revision = row[2];
    this.id = row[3];
    this.type = row[4];
    this.dataJson = row[5];
    this.metadataJson = row[6];
  }

  get position(): Position {
    this.positionText ??= positionOf(this.number);
    return this.positionText;
  }

  get data(): unknown {
    if (this.dataJson !== null) {
      this.parsedData = JSON.parse(this.dataJson);
      this.dataJson = null;
    }
    return this.parsedData;
  }

  get metadata(): EventMetadata {
    if (this.metadataJson !== null) {
      this.parsedMetadata = JSON.parse(this.metadataJson) as EventMetadata;
      this.metadataJson = null;
    }
    return this.parsedMetadata as EventMetadata;
  }

  /** Found in the metadata's text where that is not parsed yet. */
  get schemaVersion(): number {
    return this.metadataJson === null ? this.metadata.schemaVersion : schemaVersionIn(this.metadataJson);
  }

  toJSON(): RecordedEvent {
    const { id, type, data, metadata, stream, revision, position } = this;
    return { id, type, data, metadata, stream, revision, position };
  }
}
