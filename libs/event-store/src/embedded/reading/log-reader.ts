import type { RecordedEvent } from '@guildhall/contracts';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { StoreUnavailable } from '../../errors.js';
import type { AllPage, AllRead, Head, StreamRead } from '../../port.js';
import { numberOf, positionOf } from '../schema.js';
import { StoredEvent, type EventRow } from './stored-event.js';
import { openLog } from '../open-log.js';

const columns = 'e.position, s.name, e.revision, e.id, e.type, e.data, e.metadata';
const from = 'FROM events e JOIN streams s ON s.id = e.stream';
/** Positions that one read searches for a rare prefix, so that it does not hold up the thread. */
const maxSearched = 20_000;

/** Reads the log in the caller's thread, each time in a short transaction. */
export class LogReader {
  private readonly db: DatabaseSync;
  private readonly all: StatementSync;
  private readonly forwards: StatementSync;
  private readonly backwards: StatementSync;
  private readonly last: StatementSync;
  private readonly version: StatementSync;
  private readonly byPrefixes = new Map<string, StatementSync>();
  private isClosed = false;

  constructor(file: string) {
    this.db = openLog(file, { readOnly: true });
    this.db.exec('PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456');
    this.all = this.rows(`SELECT ${columns} ${from} WHERE e.position > ? ORDER BY e.position LIMIT ?`);
    const stream = '(SELECT id FROM streams WHERE name = ?)';
    this.forwards = this.rows(
      `SELECT ${columns} ${from} WHERE e.stream = ${stream} AND e.revision > ? ORDER BY e.revision LIMIT ?`,
    );
    this.backwards = this.rows(
      `SELECT ${columns} ${from} WHERE e.stream = ${stream} AND e.revision < ? ORDER BY e.revision DESC LIMIT ?`,
    );
    this.last = this.db.prepare('SELECT max(position) AS position FROM events');
    this.version = this.db.prepare('PRAGMA data_version');
  }

  get logId(): string {
    return String(this.db.prepare("SELECT value FROM meta WHERE name = 'log id'").get()?.['value']);
  }

  head(): Head & { ordinal: number } {
    this.requireOpen();
    const number = Number(this.last.get()?.['position'] ?? 0);
    return { position: number === 0 ? null : positionOf(number), ordinal: number };
  }

  /** Changes when another connection commits. */
  dataVersion(): number {
    return Number(this.version.get()?.['data_version']);
  }

  readStream(stream: string, { after, direction, limit }: StreamRead): RecordedEvent[] {
    this.requireOpen();
    const isForwards = direction === 'forwards';
    const edge = after ?? (isForwards ? -1 : Number.MAX_SAFE_INTEGER);
    return this.events(isForwards ? this.forwards : this.backwards, stream, edge, limit);
  }

  readAll({ after, prefixes, limit }: AllRead): AllPage {
    this.requireOpen();
    return prefixes === undefined ? this.page(after, limit) : this.filtered(after, prefixes, limit);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.db.close();
  }

  private page(after: string | undefined, limit: number): AllPage {
    const events = this.events(this.all, numberOf(after), limit);
    const last = events.at(-1);
    return { events, next: last?.position ?? after ?? null, end: events.length < limit };
  }

  /** `next` is the last position searched, also if no event was found. */
  private filtered(after: string | undefined, prefixes: readonly string[], limit: number): AllPage {
    const start = numberOf(after);
    const to = Math.min(start + maxSearched, this.head().ordinal);
    const events = this.events(this.statementFor(prefixes), start, to, ...prefixes.flatMap(bounds), limit);
    const isFull = events.length === limit;
    const searched = isFull ? numberOf(events.at(-1)?.position) : to;
    return { events, next: searched === 0 ? null : positionOf(searched), end: !isFull && to >= this.head().ordinal };
  }

  private statementFor(prefixes: readonly string[]): StatementSync {
    const key = String(prefixes.length);
    const known = this.byPrefixes.get(key);
    if (known !== undefined) return known;
    const named = prefixes.map(() => '(s.name >= ? AND s.name < ?)').join(' OR ') || 'FALSE';
    const statement = this.rows(
      `SELECT ${columns} ${from} WHERE e.position > ? AND e.position <= ? AND (${named}) ORDER BY e.position LIMIT ?`,
    );
    this.byPrefixes.set(key, statement);
    return statement;
  }

  private events(statement: StatementSync, ...parameters: (string | number)[]): RecordedEvent[] {
    const rows = statement.all(...parameters) as unknown as EventRow[];
    const events = new Array<RecordedEvent>(rows.length);
    for (let index = 0; index < rows.length; index += 1) events[index] = new StoredEvent(rows[index] as EventRow);
    return events;
  }

  private rows(sql: string): StatementSync {
    const statement = this.db.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  }

  private requireOpen(): void {
    if (this.isClosed) throw new StoreUnavailable('the event log is closed');
  }
}

/** Names that start with a prefix sort between it and the prefix followed by the last code point. */
const bounds = (prefix: string): [string, string] => [prefix, `${prefix}\u{10ffff}`];
