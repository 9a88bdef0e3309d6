import { randomUUID } from 'node:crypto';
import type { Batch, CollectionSpec, Document, Filter, ReadStore, Upsert } from '../port.js';
import { nextToken } from './tokens.suite.js';

/** Opens one more handle on the same store; the suite closes it. The store may hold data of earlier runs. */
export type OpenReadStore = () => Promise<ReadStore>;

export const at = (position: number): string => String(position).padStart(16, '0');
export const placeAt = (position: number) => ({ position: at(position), ordinal: position, logId: 'log-1' });

/** A store with a collection of its own for each test, which is also the name of a projection. */
export class ReadStoreStage {
  store!: ReadStore;
  collection = '';
  lease = 0;
  private readonly opened: ReadStore[] = [];

  private constructor(private readonly open: OpenReadStore) {}

  /** Begins and ends with each test of the suite that calls it. */
  static forEachTest(open: OpenReadStore): ReadStoreStage {
    const stage = new ReadStoreStage(open);
    beforeEach(() => stage.begin());
    afterEach(() => stage.end());
    return stage;
  }

  /** One more handle. */
  async another(): Promise<ReadStore> {
    const handle = await this.open();
    this.opened.push(handle);
    return handle;
  }

  spec(...indexes: string[][]): CollectionSpec {
    return { name: this.collection, indexes: indexes.map((fields) => ({ fields })) };
  }

  batch(position: number, parts: Partial<Batch> = {}): Batch {
    const checkpoints = { [this.collection]: placeAt(position) };
    return { upserts: [], deletes: [], checkpoints, lease: this.lease, ...parts };
  }

  upsert(document: Document, position: number): Upsert {
    return { collection: this.collection, document, position: at(position) };
  }

  fill(documents: readonly Document[]): Promise<void> {
    return this.store.apply(this.batch(1, { upserts: documents.map((document) => this.upsert(document, 1)) }));
  }

  async ids(filter: Filter, sort?: [string, 'asc' | 'desc'][]): Promise<string[]> {
    const order = sort?.map(([field, direction]) => ({ field, direction }));
    const page = await this.store.find(this.collection, filter, { limit: 1_000, ...(order && { sort: order }) });
    return page.items.map(({ id }) => id);
  }

  private async begin(): Promise<void> {
    this.store = await this.another();
    this.collection = `suite_${randomUUID().replaceAll('-', '')}`;
    this.lease = nextToken();
  }

  private async end(): Promise<void> {
    await this.store.drop([this.collection], this.collection).catch(() => undefined);
    for (const handle of this.opened.splice(0)) await handle.close();
  }
}
