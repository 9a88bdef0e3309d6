import type { ReadStore } from './port.js';
import { putSetting, settingOf } from './settings.js';

/** The read model was made from another log; continuing would mix two histories. */
export class ForeignReadModel extends Error {
  constructor(
    readonly logId: string,
    readonly foundLogId: string,
  ) {
    super(
      `The read model belongs to the log ${foundLogId}, but the event store holds the log ${logId}. Set MONGODB_DATABASE to another database, or use the event store that belongs to this one.`,
    );
    this.name = 'ForeignReadModel';
  }
}

const settingName = 'log';

/** Binds a new read model to a log. Throws `ForeignReadModel` if it belongs to another log. */
export const requireLog = async (store: Pick<ReadStore, 'settings' | 'putSettings'>, logId: string): Promise<void> => {
  if ((await settingOf(store, settingName)) === null) await putSetting(store, settingName, { logId });
  const found = (await settingOf(store, settingName))?.['logId'];
  if (found !== logId) throw new ForeignReadModel(logId, String(found));
};
