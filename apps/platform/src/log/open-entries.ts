import type { EventType, JsonObject, RecordedEvent } from '@guildhall/contracts';
import type { LogFold } from './fold.js';

/** A fold of what was begun and has not ended: one kind of event opens an entry, every other one it handles ends it. */
export abstract class OpenEntries<Entry extends object> implements LogFold {
  abstract readonly name: string;
  abstract readonly handles: readonly EventType[];
  readonly version = 1;
  private readonly open = new Map<string, Entry>();

  all(): Entry[] {
    return [...this.open.values()];
  }

  apply(event: RecordedEvent): void {
    const entry = this.opened(event);
    if (entry === null) this.open.delete(this.idOf(event.data as Entry));
    else this.open.set(this.idOf(entry), entry);
  }

  toJson(): JsonObject {
    return { open: this.all() as unknown as JsonObject[] };
  }

  fromJson(json: JsonObject): void {
    for (const entry of json['open'] as unknown as Entry[]) this.open.set(this.idOf(entry), entry);
  }

  /** The entry that the event opens; null: the event ends one. */
  protected abstract opened(event: RecordedEvent): Entry | null;

  /** The id that an entry shares with the events about it. */
  protected abstract idOf(entry: Entry): string;
}
