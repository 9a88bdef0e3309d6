import { rebuildSetting, type JsonObject, type RebuildRequest } from '@guildhall/contracts';
import { type ReadStore, putSetting, settingOf } from '@guildhall/read-store';
import { randomUUID } from 'node:crypto';

/** How another process asks the running projector for a rebuild: a setting per view, answered in place. */
export class RebuildRequests {
  constructor(private readonly store: ReadStore) {}

  async ask(view: string): Promise<RebuildRequest> {
    const request: RebuildRequest = { id: randomUUID(), state: 'requested', error: null };
    await this.answer(view, request);
    return request;
  }

  /** The first of the views that is asked for, with one question to the read store. */
  async pending(views: readonly string[]): Promise<{ view: string; request: RebuildRequest } | null> {
    const kept = (await this.store.settings(views.map(rebuildSetting))) as unknown as (RebuildRequest | null)[];
    for (const [index, view] of views.entries()) {
      const request = kept[index];
      if (request?.state === 'requested') return { view, request };
    }
    return null;
  }

  async read(view: string): Promise<RebuildRequest | null> {
    return (await settingOf(this.store, rebuildSetting(view))) as unknown as RebuildRequest | null;
  }

  answer(view: string, request: RebuildRequest): Promise<void> {
    return putSetting(this.store, rebuildSetting(view), { ...request } as JsonObject);
  }
}
