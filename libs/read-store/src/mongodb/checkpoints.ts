import { durable, isDuplicate, type MongoConnection } from '@guildhall/mongodb';
import type { JsonObject } from '@guildhall/contracts';
import { randomUUID } from 'node:crypto';
import { Binary, type Collection } from 'mongodb';
import { LeaseLost, type Batch, type Checkpoint } from '../port.js';

type State = NonNullable<Checkpoint['state']>;

export interface StoredCheckpoint {
  _id: string;
  position: string;
  ordinal: number;
  logId: string;
  lease: number;
  state?: { version: string; parts: number; position: string; ordinal: number };
}

/** A part of the JSON text of a state; a document of MongoDB holds at most 16 MiB. */
interface StatePart {
  _id: string;
  projection: string;
  version: string;
  lease: number;
  bytes: Binary;
}
const partBytes = 8 * 1_024 * 1_024;

/**
 * Checkpoints, each fenced by the lease of its projection. The parts of a state are written before the checkpoint that
 * names them, so a reader of the checkpoint finds all of them.
 */
export class Checkpoints {
  private readonly checkpoints: Collection<StoredCheckpoint>;
  private readonly parts: Collection<StatePart>;
  private readonly states = new Map<string, { version: string; value: JsonObject }>();

  constructor(private readonly connection: MongoConnection) {
    this.checkpoints = connection.collection<StoredCheckpoint>('store.checkpoints');
    this.parts = connection.collection<StatePart>('store.states');
  }

  async read(projection: string): Promise<Checkpoint | null> {
    for (;;) {
      const stored = await this.stored(projection);
      if (stored === null) return null;
      const { position, ordinal, logId, state } = stored;
      if (state === undefined) return { position, ordinal, logId };
      const value = await this.stateValue(projection, state);
      // Null: the state was replaced between the two reads.
      if (value === null) continue;
      return { position, ordinal, logId, state: { position: state.position, ordinal: state.ordinal, value } };
    }
  }

  /** The stored checkpoint. Throws `LeaseLost` if a newer holder has written it. */
  async admit({ projection, lease }: Batch): Promise<StoredCheckpoint | null> {
    const stored = await this.stored(projection);
    if (stored !== null && stored.lease > lease) throw new LeaseLost(projection, lease, stored.lease);
    return stored;
  }

  /** A checkpoint of the same log never moves back; a batch without a state keeps the previous one. */
  async write(batch: Batch, previous: StoredCheckpoint | null): Promise<void> {
    const { projection, checkpoint, lease } = batch;
    const { logId } = checkpoint;
    const state = checkpoint.state && (await this.writeState(projection, lease, checkpoint.state));
    const later =
      previous !== null && previous.logId === logId && previous.position > checkpoint.position ? previous : checkpoint;
    const change = { position: later.position, ordinal: later.ordinal, logId, lease, ...(state && { state }) };
    await this.fenced(batch, change);
    if (state === undefined) return;
    const outdated = { projection, lease: { $lte: lease }, version: { $ne: state.version } };
    await this.connection.use(() => this.parts.deleteMany(outdated));
  }

  async remove(projection: string): Promise<void> {
    this.states.delete(projection);
    await this.connection.use(() => this.checkpoints.deleteOne({ _id: projection }, durable));
    await this.connection.use(() => this.parts.deleteMany({ projection }));
  }

  private stored(projection: string): Promise<StoredCheckpoint | null> {
    return this.connection.use(() => this.checkpoints.findOne({ _id: projection }));
  }

  /** Writes unless a newer holder has: then the filter matches nothing, and the insert meets that holder's document. */
  private async fenced(batch: Batch, change: Omit<StoredCheckpoint, '_id'>): Promise<void> {
    const filter = { _id: batch.projection, lease: { $lte: batch.lease } };
    const write = (): Promise<unknown> =>
      this.connection.use(() => this.checkpoints.updateOne(filter, { $set: change }, { upsert: true, ...durable }));
    try {
      await write();
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await this.admit(batch);
      // Not newer after all: another process created the document at the same moment.
      await write();
    }
  }

  private async writeState(projection: string, lease: number, { position, ordinal, value }: State) {
    const version = randomUUID();
    const bytes = Buffer.from(JSON.stringify(value));
    const parts: StatePart[] = [];
    for (let from = 0; from < bytes.length; from += partBytes) {
      const _id = `${projection}:${version}:${parts.length}`;
      parts.push({ _id, projection, version, lease, bytes: new Binary(bytes.subarray(from, from + partBytes)) });
    }
    for (const part of parts) await this.connection.use(() => this.parts.insertOne(part, durable));
    return { version, parts: parts.length, position, ordinal };
  }

  private async stateValue(
    projection: string,
    { version, parts }: NonNullable<StoredCheckpoint['state']>,
  ): Promise<JsonObject | null> {
    const kept = this.states.get(projection);
    if (kept?.version === version) return kept.value;
    const chunks: Uint8Array[] = [];
    for (let index = 0; index < parts; index += 1) {
      const _id = `${projection}:${version}:${index}`;
      const part = await this.connection.use(() => this.parts.findOne({ _id }));
      if (part === null) return null;
      chunks.push(part.bytes.value());
    }
    const value = JSON.parse(Buffer.concat(chunks).toString()) as JsonObject;
    this.states.set(projection, { version, value });
    return value;
  }
}
