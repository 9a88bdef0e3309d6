import { durable, isDuplicate, type MongoConnection } from '@guildhall/mongodb';
import type { Collection, UpdateFilter } from 'mongodb';
import { ReadStoreReplaced } from '../errors.js';
import { LeaseLost, type Batch, type Checkpoint, type Place } from '../port.js';
import { SavedStates, type StoredState } from './saved-states.js';
import { escapedName, unescapedName } from './stored-document.js';

interface StoredPlace extends Place {
  state?: StoredState;
}

/** The places of all projections, and the token of the lease that they were last written under: one document. */
interface StoredPlaces {
  _id: 'views';
  lease: number;
  /** By the escaped name of the projection. */
  places: Record<string, StoredPlace>;
}

/** Earlier versions had a document for each projection. */
interface SeparatePlace extends StoredPlace {
  _id: string;
  lease: number;
}

const only = { _id: 'views' } as const;

/**
 * The checkpoints of all projections in one document, so that one update moves all of them. Its filter names the token
 * of the lease: once a newer holder has written, the update of an older one finds no document.
 */
export class Checkpoints {
  private readonly document: Collection<StoredPlaces>;
  private readonly separate: Collection<SeparatePlace>;
  private readonly states: SavedStates;
  /** The log of each place in the document; null: this handle has not written yet. */
  private logs: Map<string, string> | null = null;
  private newestLease = 0;

  constructor(private readonly connection: MongoConnection) {
    this.document = connection.collection<StoredPlaces>('store.places');
    this.separate = connection.collection<SeparatePlace>('store.checkpoints');
    this.states = new SavedStates(connection);
  }

  async read(projection: string): Promise<Checkpoint | null> {
    for (;;) {
      const place = (await this.current()).places[escapedName(projection)];
      if (place === undefined) return null;
      const { state } = place;
      if (state === undefined) return placeOf(place);
      const value = await this.states.read(projection, state);
      // Null: the state was replaced between the two reads.
      if (value === null) continue;
      return { ...placeOf(place), state: { position: state.position, ordinal: state.ordinal, value } };
    }
  }

  async places(): Promise<ReadonlyMap<string, Place>> {
    const { places } = await this.current();
    return new Map(Object.entries(places).map(([escaped, place]) => [unescapedName(escaped), placeOf(place)]));
  }

  /** Throws `LeaseLost` if this handle knows of a newer holder. It asks nobody: the update itself is fenced. */
  admit({ lease }: Batch): void {
    if (this.newestLease > lease) throw new LeaseLost(lease, this.newestLease);
  }

  /** A checkpoint of the same log never moves back; a batch without a state keeps the previous one. */
  async write(batch: Batch): Promise<void> {
    const { checkpoints, lease } = batch;
    const states = new Map<string, StoredState>();
    for (const [projection, { state }] of Object.entries(checkpoints)) {
      if (state !== undefined) states.set(projection, await this.states.write(projection, lease, state));
    }
    this.logs ??= await this.begin();
    const change = changeOf(batch, states, this.logs);
    const filter = { ...only, lease: { $lte: lease } };
    const { matchedCount } = await this.connection.use(() => this.document.updateOne(filter, change, durable));
    if (matchedCount === 0) await this.refuse(batch);
    this.newestLease = Math.max(this.newestLease, lease);
    for (const [projection, { logId }] of Object.entries(checkpoints)) this.logs.set(projection, logId);
    for (const [projection, state] of states) await this.states.removeOutdated(projection, lease, state);
  }

  async remove(projection: string): Promise<void> {
    this.logs?.delete(projection);
    const change = { $unset: { [`places.${escapedName(projection)}`]: '' as const } };
    await this.connection.use(() => this.document.updateOne(only, change, durable));
    await this.connection.use(() => this.separate.deleteOne({ _id: projection }, durable));
    await this.states.remove(projection);
  }

  private async refuse({ lease }: Batch): Promise<never> {
    const stored = await this.stored();
    if (stored === null) throw new ReadStoreReplaced(this.document.namespace);
    throw new LeaseLost(lease, stored.lease);
  }

  /** Finds the document or creates it, with the checkpoints that an earlier version kept. Once for each handle. */
  private async begin(): Promise<Map<string, string>> {
    let found = await this.stored();
    if (found === null) {
      await this.create(await this.keptSeparately());
      found = await this.stored();
    }
    const places = Object.entries(found?.places ?? {});
    return new Map(places.map(([escaped, { logId }]) => [unescapedName(escaped), logId]));
  }

  private async create(first: StoredPlaces): Promise<void> {
    try {
      await this.connection.use(() => this.document.insertOne(first, durable));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    await this.connection.use(() => this.separate.deleteMany({}, durable));
  }

  private async current(): Promise<StoredPlaces> {
    return (await this.stored()) ?? (await this.keptSeparately());
  }

  private async stored(): Promise<StoredPlaces | null> {
    const found = await this.connection.use(() => this.document.findOne(only));
    this.newestLease = Math.max(this.newestLease, found?.lease ?? 0);
    return found;
  }

  private async keptSeparately(): Promise<StoredPlaces> {
    const found = await this.connection.use(() => this.separate.find({}).toArray());
    const places = found.map(({ _id, lease: _lease, ...place }): [string, StoredPlace] => [escapedName(_id), place]);
    // Their tokens were those of a lease for each projection and cannot be compared.
    return { ...only, lease: 0, places: Object.fromEntries(places) };
  }
}

/** Without a known place of the same log there is nothing that it could move back from. */
const changeOf = (
  { checkpoints, lease }: Batch,
  states: ReadonlyMap<string, StoredState>,
  logs: ReadonlyMap<string, string>,
): UpdateFilter<StoredPlaces> => {
  const $set: Record<string, unknown> = { lease };
  const $max: Record<string, unknown> = {};
  for (const [projection, { position, ordinal, logId }] of Object.entries(checkpoints)) {
    const path = `places.${escapedName(projection)}`;
    const target = logs.get(projection) === logId ? $max : $set;
    target[`${path}.position`] = position;
    target[`${path}.ordinal`] = ordinal;
    $set[`${path}.logId`] = logId;
    const state = states.get(projection);
    if (state !== undefined) $set[`${path}.state`] = state;
  }
  return { $set, ...(Object.keys($max).length > 0 && { $max }) } as UpdateFilter<StoredPlaces>;
};

const placeOf = ({ position, ordinal, logId }: StoredPlace): Place => ({ position, ordinal, logId });
