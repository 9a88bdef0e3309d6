import type { JsonObject } from '@guildhall/contracts';
import type { ReadStore } from './port.js';

/** One setting; null when there is none of that name. */
export const settingOf = async (store: Pick<ReadStore, 'settings'>, name: string): Promise<JsonObject | null> =>
  (await store.settings([name]))[0] ?? null;

/** Writes one setting. */
export const putSetting = (store: Pick<ReadStore, 'putSettings'>, name: string, value: JsonObject): Promise<void> =>
  store.putSettings({ [name]: value });
