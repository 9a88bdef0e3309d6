import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { chainText, nextLink } from '../chain/chain.js';
import { storedMark, untouched } from '../chain/chain-verifier.js';
import type { WireAnswer, WireAppend } from './writer-protocol.js';

interface StreamPlace {
  id: number;
  revision: number;
}

const cachedStreams = 100_000;

/** One transaction per group. A refused append of a group does not touch its neighbours. */
export class GroupWriter {
  head: number;
  private link: string;
  private readonly streams = new Map<string, StreamPlace>();
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

  /** Answers when everything of the group is durable, or nothing is. */
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
    const place = this.place(stream);
    if (place.revision !== expected)
      return this.repeatOrConflict(
        request,
        place,
        expected,
        events.map(([id]) => id),
      );
    if (place.id === 0) place.id = Number(this.insertStream.run(stream).lastInsertRowid);
    for (const [id, type, data, metadata] of events) {
      const revision = place.revision + 1;
      this.link = nextLink(this.link, chainText({ stream, revision, id, type, data, metadata }));
      this.insertEvent.run(this.head + 1, place.id, revision, id, type, data, metadata, Buffer.from(this.link, 'hex'));
      place.revision = revision;
      this.head += 1;
    }
    return [request, 'done', place.revision, this.head];
  }

  /** The same ids at the same expected revision are the same append: its original answer. */
  private repeatOrConflict(request: number, place: StreamPlace, expected: number, ids: readonly string[]): WireAnswer {
    const rows = place.revision > expected ? this.idsAfter.all(place.id, expected, ids.length) : [];
    const isRepeat = rows.length === ids.length && rows.every((row, index) => row['id'] === ids[index]);
    if (!isRepeat) return [request, 'conflict', place.revision];
    return [request, 'done', expected + ids.length, Number(rows.at(-1)?.['position'])];
  }

  private place(stream: string): StreamPlace {
    const known = this.streams.get(stream);
    if (known !== undefined) return known;
    if (this.streams.size >= cachedStreams) this.streams.clear();
    const row = this.findStream.get(stream);
    const place = { id: Number(row?.['id'] ?? 0), revision: Number(row?.['revision'] ?? -1) };
    this.streams.set(stream, place);
    return place;
  }
}

const sqliteFull = 13;

const failure = (request: number, error: unknown): WireAnswer => {
  const { errcode, message } = error as { errcode?: number; message?: string };
  const isFull =
    errcode !== undefined && ((errcode & 0xff) === sqliteFull || /disk is full|ENOSPC/i.test(message ?? ''));
  return isFull ? [request, 'full'] : [request, 'failed', message ?? String(error)];
};
