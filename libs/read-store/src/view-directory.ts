import type { JsonObject } from '@guildhall/contracts';
import type { ReadStore } from './port.js';

/** The physical collection that serves a view, and the version of fold and document shape it was built with. */
export interface ActiveCopy {
  collection: string;
  version: number;
}

const settingName = (view: string): string => `view:${view}`;

/**
 * Which physical collection serves a view. It is asked anew each time: the copy before is dropped as soon as another
 * is active, and a remembered name would then answer with nothing.
 */
export class ViewDirectory {
  constructor(private readonly store: Pick<ReadStore, 'setting' | 'putSetting'>) {}

  /** Null: the view was never built. */
  async active(view: string): Promise<ActiveCopy | null> {
    const kept = await this.store.setting(settingName(view));
    if (typeof kept?.['collection'] !== 'string' || typeof kept['version'] !== 'number') return null;
    return { collection: kept['collection'], version: kept['version'] };
  }

  /** Name of the collection to query; null: the view was never built. */
  async activeCollection(view: string): Promise<string | null> {
    return (await this.active(view))?.collection ?? null;
  }

  /** Every reader of every process gets this copy from now on. */
  async activate(view: string, copy: ActiveCopy): Promise<void> {
    const value: JsonObject = { collection: copy.collection, version: copy.version };
    await this.store.putSetting(settingName(view), value);
  }
}
