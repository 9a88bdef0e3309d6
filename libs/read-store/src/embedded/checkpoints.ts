import type { JsonObject } from '@guildhall/contracts';
import { LeaseLost, type Batch, type Checkpoint } from '../port.js';
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
    return {
      position: String(row['position']),
      ordinal: Number(row['ordinal']),
      logId: String(row['log_id']),
      ...(state && { state }),
    };
  }

  /** Throws `LeaseLost` if a newer holder has written. */
  checkLease(connection: Connection, { projection, lease }: Batch): void {
    const row = connection.statement('SELECT lease FROM checkpoints WHERE projection = ?').get(projection);
    const current = Number(row?.['lease'] ?? lease);
    if (current > lease) throw new LeaseLost(projection, lease, current);
  }

  /** A checkpoint of the same log never moves back; a batch without a state keeps the previous one. */
  write(connection: Connection, { projection, checkpoint, lease }: Batch): void {
    const { position, ordinal, logId, state } = checkpoint;
    connection.statement(upsertCheckpoint).run(projection, position, ordinal, logId, lease);
    if (state === undefined) return;
    connection.statement(upsertState).run(projection, state.position, state.ordinal, JSON.stringify(state.value));
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
