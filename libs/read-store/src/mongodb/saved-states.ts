import { durable, type MongoConnection } from '@guildhall/mongodb';
import type { JsonObject } from '@guildhall/contracts';
import { randomUUID } from 'node:crypto';
import { Binary, type Collection } from 'mongodb';
import type { Checkpoint } from '../port.js';

/** What a checkpoint says about the saved state of its projection. */
export interface StoredState {
  version: string;
  parts: number;
  position: string;
  ordinal: number;
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
 * The states of whole-state projections, in parts. They are written before the checkpoint that names them, so a reader of
 * the checkpoint finds all of them.
 */
export class SavedStates {
  private readonly parts: Collection<StatePart>;
  private readonly kept = new Map<string, { version: string; value: JsonObject }>();

  constructor(private readonly connection: MongoConnection) {
    this.parts = connection.collection<StatePart>('store.states');
  }

  async write(
    projection: string,
    lease: number,
    { position, ordinal, value }: NonNullable<Checkpoint['state']>,
  ): Promise<StoredState> {
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

  /** Null: another state has replaced it. */
  async read(projection: string, { version, parts }: StoredState): Promise<JsonObject | null> {
    const kept = this.kept.get(projection);
    if (kept?.version === version) return kept.value;
    const chunks: Uint8Array[] = [];
    for (let index = 0; index < parts; index += 1) {
      const _id = `${projection}:${version}:${index}`;
      const part = await this.connection.use(() => this.parts.findOne({ _id }));
      if (part === null) return null;
      chunks.push(part.bytes.value());
    }
    const value = JSON.parse(Buffer.concat(chunks).toString()) as JsonObject;
    this.kept.set(projection, { version, value });
    return value;
  }

  /** Removes what earlier checkpoints of the projection named. */
  async removeOutdated(projection: string, lease: number, { version }: StoredState): Promise<void> {
    const outdated = { projection, lease: { $lte: lease }, version: { $ne: version } };
    await this.connection.use(() => this.parts.deleteMany(outdated));
  }

  async remove(projection: string): Promise<void> {
    this.kept.delete(projection);
    await this.connection.use(() => this.parts.deleteMany({ projection }));
  }
}
