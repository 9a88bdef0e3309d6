import type { JsonObject } from '@guildhall/contracts';
import type { ReadStore } from './port.js';
import { putSetting, settingOf } from './settings.js';

/** The physical collection that serves a view, and the version of fold and document shape it was built with. */
export interface ActiveVersion {
  collection: string;
  version: number;
}

const settingName = (view: string): string => `view:${view}`;

/**
 * Which physical collection serves a view. Reads it each time: the previous version is dropped once another is active,
 * and a cached name would then find no documents.
 */
export class ViewDirectory {
  constructor(private readonly store: Pick<ReadStore, 'settings' | 'putSettings'>) {}

  /** Null: the view was never built. */
  async active(view: string): Promise<ActiveVersion | null> {
    const kept = await settingOf(this.store, settingName(view));
    if (typeof kept?.['collection'] !== 'string' || typeof kept['version'] !== 'number') return null;
    return { collection: kept['collection'], version: kept['version'] };
  }

  /** Name of the collection to query; null: the view was never built. */
  async activeCollection(view: string): Promise<string | null> {
    return (await this.active(view))?.collection ?? null;
  }

  /** All readers of all processes use this version from now on. */
  async activate(view: string, version: ActiveVersion): Promise<void> {
    const value: JsonObject = { collection: version.collection, version: version.version };
    await putSetting(this.store, settingName(view), value);
  }
}
