import { rebuildSetting, type JsonObject, type RebuildRequest } from '@guildhall/contracts';
import type { ReadStore } from '@guildhall/read-store';
import { randomUUID } from 'node:crypto';

/** How another process asks the running projector for a rebuild: a setting per view, answered in place. */
export class RebuildRequests {
  constructor(private readonly store: ReadStore) {}

  async ask(view: string): Promise<RebuildRequest> {
    const request: RebuildRequest = { id: randomUUID(), state: 'requested', error: null };
    await this.answer(view, request);
    return request;
  }

  async pending(view: string): Promise<RebuildRequest | null> {
    const request = await this.read(view);
    return request?.state === 'requested' ? request : null;
  }

  async read(view: string): Promise<RebuildRequest | null> {
    return (await this.store.setting(rebuildSetting(view))) as unknown as RebuildRequest | null;
  }

  answer(view: string, request: RebuildRequest): Promise<void> {
    return this.store.putSetting(rebuildSetting(view), { ...request } as JsonObject);
  }
}
