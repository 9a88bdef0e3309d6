import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { diskFailureOf } from '../../disk-failure.js';
import { chainText, nextLink } from '../chain/chain.js';
import { storedMark, untouched } from '../chain/chain-verifier.js';
import type { WireAnswer, WireAppend } from './writer-protocol.js';

interface StreamHead {
  id: number;
  revision: number;
}

const cachedStreams = 100_000;

/** Writes each group of appends in one transaction. A refused append does not affect the others of its group. */
export class GroupWriter {
  head: number;
  private link: string;
  private readonly streams = new Map<string, StreamHead>();
  private readonly insertEvent: StatementSync;
  private readonly insertStream: StatementSync;
  private readonly findStream: StatementSync;
  private readonly idsAfter: StatementSync;

  constructor(
    private readonly db: DatabaseSync,
    private readonly step: (name: 'before insert' | 'after insert' | 'after commit') => void = () => undefined,
  ) {
    this.insertEvent = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.insertStream = db.prepare('INSERT INTO streams (name) VALUES (?)');
    this.findStream = db.prepare(
      'SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id) AS revision FROM streams WHERE name = ?',
    );
    this.idsAfter = db.prepare(
      'SELECT id, position FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
    );
    const last = db.prepare('SELECT max(position) AS head FROM events').get();
    const { number, link } = storedMark(db, Number(last?.['head'] ?? 0)) ?? untouched;
    this.head = number;
    this.link = link;
  }

  /** Returns once the whole group is durable, or none of it. */
  commit(appends: readonly WireAppend[]): WireAnswer[] {
    const before = { head: this.head, link: this.link };
    try {
      this.step('before insert');
      this.db.exec('BEGIN IMMEDIATE');
      const answers = appends.map((append) => this.append(append));
      this.step('after insert');
      this.db.exec('COMMIT');
      this.step('after commit');
      return answers;
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      this.head = before.head;
      this.link = before.link;
      this.streams.clear();
      return appends.map(({ request }) => failure(request, error));
    }
  }

  private append({ request, stream, expected, events }: WireAppend): WireAnswer {
    const head = this.streamHead(stream);
    if (head.revision !== expected)
      return this.repeatOrConflict(
        request,
        head,
        expected,
        events.map(([id]) => id),
      );
    if (head.id === 0) head.id = Number(this.insertStream.run(stream).lastInsertRowid);
    for (const [id, type, data, metadata] of events) {
      const revision = head.revision + 1;
      this.link = nextLink(this.link, chainText({ stream, revision, id, type, data, metadata }));
      this.insertEvent.run(this.head + 1, head.id, revision, id, type, data, metadata, Buffer.from(this.link, 'hex'));
      head.revision = revision;
      this.head += 1;
    }
    return [request, 'done', head.revision, this.head];
  }

  /** The same ids at the same expected revision are a repeated append, which gets its original answer. */
  private repeatOrConflict(request: number, head: StreamHead, expected: number, ids: readonly string[]): WireAnswer {
    const rows = head.revision > expected ? this.idsAfter.all(head.id, expected, ids.length) : [];
    const isRepeat = rows.length === ids.length && rows.every((row, index) => row['id'] === ids[index]);
    if (!isRepeat) return [request, 'conflict', head.revision];
    return [request, 'done', expected + ids.length, Number(rows.at(-1)?.['position'])];
  }

  private streamHead(stream: string): StreamHead {
    const known = this.streams.get(stream);
    if (known !== undefined) return known;
    if (this.streams.size >= cachedStreams) this.streams.clear();
    const row = this.findStream.get(stream);
    const head = { id: Number(row?.['id'] ?? 0), revision: Number(row?.['revision'] ?? -1) };
    this.streams.set(stream, head);
    return head;
  }
}

const failure = (request: number, error: unknown): WireAnswer =>
  diskFailureOf(error) === 'full' ? [request, 'full'] : [request, 'failed', (error as Error).message];
