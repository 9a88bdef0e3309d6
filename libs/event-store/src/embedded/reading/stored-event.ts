import type { EventMetadata, Position, RecordedEvent } from '@guildhall/contracts';
import { positionOf } from '../schema.js';

/** A row as SQLite gives it: position, stream name, revision, id, type, data, metadata. */
export type EventRow = [number, string, number, string, string, string, string];

/**
 * An event as read. Its JSON is parsed when somebody looks: replays that only need types and streams cost a fraction.
 * `toJSON` shows it whole.
 */
export class StoredEvent implements RecordedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  private readonly number: number;
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
    return positionOf(this.number);
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

  toJSON(): RecordedEvent {
    const { id, type, data, metadata, stream, revision, position } = this;
    return { id, type, data, metadata, stream, revision, position };
  }
}
