import type { JsonObject } from '@guildhall/contracts';
import { LeaseLost, type Batch, type Checkpoint, type Place } from '../port.js';
import type { Connection } from './connection.js';

type State = NonNullable<Checkpoint['state']>;

/**
 * Checkpoints and saved states. A state is large and changes rarely; a checkpoint is small and is read all the time. So
 * the text of a state is read again only after a change, and parsed only at first access.
 */
export class Checkpoints {
  private readonly states = new Map<string, { version: string; state: State }>();

  read(connection: Connection, projection: string): Checkpoint | null {
    const row = connection
      .statement('SELECT position, ordinal, log_id FROM checkpoints WHERE projection = ?')
      .get(projection);
    if (row === undefined) return null;
    const state = this.state(connection, projection);
    return { ...placeOf(row), ...(state && { state }) };
  }

  places(connection: Connection): Map<string, Place> {
    const rows = connection.statement('SELECT projection, position, ordinal, log_id FROM checkpoints').all();
    return new Map(rows.map((row) => [String(row['projection']), placeOf(row)]));
  }

  /** Throws `LeaseLost` if a newer holder has written, and keeps the token against older ones. */
  admit(connection: Connection, { lease }: Batch): void {
    const current = Number(connection.statement(newestLease).get()?.['lease'] ?? 0);
    if (current > lease) throw new LeaseLost(lease, current);
    if (current < lease) connection.statement(keepLease).run(String(lease));
  }

  /** A checkpoint of the same log never moves back; a batch without a state keeps the previous one. */
  write(connection: Connection, { checkpoints, lease }: Batch): void {
    for (const [projection, { position, ordinal, logId, state }] of Object.entries(checkpoints)) {
      connection.statement(upsertCheckpoint).run(projection, position, ordinal, logId, lease);
      if (state === undefined) continue;
      connection.statement(upsertState).run(projection, state.position, state.ordinal, JSON.stringify(state.value));
    }
  }

  remove(connection: Connection, projection: string): void {
    connection.statement('DELETE FROM checkpoints WHERE projection = ?').run(projection);
    connection.statement('DELETE FROM states WHERE projection = ?').run(projection);
    this.states.delete(projection);
  }

  /** The file was replaced, and with it the states. */
  forget(): void {
    this.states.clear();
  }

  private state(connection: Connection, projection: string): State | undefined {
    const row = connection
      .statement('SELECT position, ordinal, version FROM states WHERE projection = ?')
      .get(projection);
    if (row === undefined) return undefined;
    const version = String(row['version']);
    const kept = this.states.get(projection);
    if (kept?.version === version) return kept.state;
    const text = connection.statement('SELECT value FROM states WHERE projection = ?').get(projection)?.['value'];
    const state = parsedAtFirstAccess(String(row['position']), Number(row['ordinal']), String(text));
    this.states.set(projection, { version, state });
    return state;
  }
}

const placeOf = (row: Record<string, unknown>): Place => ({
  position: String(row['position']),
  ordinal: Number(row['ordinal']),
  logId: String(row['log_id']),
});

/**
 * The token is kept beside the settings: the page of `facts` is never written again, because reading it at opening tells a
 * damaged file.
 */
const newestLease = `SELECT CAST(value AS INTEGER) AS lease FROM settings WHERE name = 'store:lease'`;

const keepLease = `
  INSERT INTO settings (name, value) VALUES ('store:lease', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;

const upsertCheckpoint = `
  INSERT INTO checkpoints (projection, position, ordinal, log_id, lease) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (projection) DO UPDATE SET
    lease = excluded.lease,
    position = CASE WHEN excluded.log_id = log_id THEN max(position, excluded.position) ELSE excluded.position END,
    ordinal = CASE WHEN excluded.log_id = log_id THEN max(ordinal, excluded.ordinal) ELSE excluded.ordinal END,
    log_id = excluded.log_id`;

const upsertState = `
  INSERT INTO states (projection, position, ordinal, version, value) VALUES (?, ?, ?, hex(randomblob(8)), ?)
  ON CONFLICT (projection) DO UPDATE SET
    position = excluded.position, ordinal = excluded.ordinal, version = excluded.version, value = excluded.value`;

const parsedAtFirstAccess = (position: string, ordinal: number, text: string): State => {
  let value: JsonObject | null = null;
  return {
    position,
    ordinal,
    get value() {
      value ??= JSON.parse(text) as JsonObject;
      return value;
    },
  };
};
