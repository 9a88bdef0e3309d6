import { existsSync, statSync } from 'node:fs';
import type { UnreadableLogEvent } from '../move/errors.js';
import { exportLog } from '../move/export-log.js';
import { importLog } from '../move/import-log.js';
import { storeSource, type LogSource } from '../move/log-source.js';
import { openLogFile } from '../move/read-log-file.js';
import { isUrl, UsageError, type StoreAddress } from './arguments.js';
import { nameOf, openForReading, openForWriting, type Target } from './open-store.js';
import { grouped, Progress } from './progress.js';

export const runExport = async (address: StoreAddress, to: string, signal: AbortSignal): Promise<void> => {
  if (existsSync(to)) throw new UsageError(`${to} already exists. Choose another file, or remove it.`);
  const store = await openForReading(address);
  try {
    const source = await storeSource(nameOf(address), store);
    const progress = new Progress(source.count, signal);
    const { count, link } = await exportLog(source, to, { onProgress: progress.at, onUnreadable });
    console.log(`Exported to ${to} and read back: ${progress.summary(count)}. Last link: ${link}`);
  } finally {
    await store.close();
  }
};

const onUnreadable = ({ message }: UnreadableLogEvent): void =>
  console.error(`${message} The file keeps it as it was stored; this version refuses to import it.`);

export const runImport = async (address: StoreAddress, from: string, signal: AbortSignal): Promise<void> => {
  const { source, close } = await openSource(from, signal);
  try {
    const target = await openForWriting(address);
    try {
      await importInto(target, nameOf(address), source, signal);
    } finally {
      await target.store.close();
    }
  } finally {
    await close();
  }
};

const importInto = async (
  { store, keepsCallOrder }: Target,
  name: string,
  source: LogSource,
  signal: AbortSignal,
): Promise<void> => {
  const progress = new Progress(source.count, signal);
  const { count, found, link } = await importLog(source, store, { onProgress: progress.at, keepsCallOrder });
  const before = found === 0 ? '' : `; ${grouped(found)} of them were already there`;
  console.log(
    `Imported into ${name} and verified: ${progress.summary(count)}${before}. Log ${store.logId}. Last link: ${link}`,
  );
};

interface OpenSource {
  source: LogSource;
  close(): Promise<void>;
}

/** Checks a whole file before anything is written. */
const openSource = async (from: string, signal: AbortSignal): Promise<OpenSource> => {
  const address = sourceAddress(from);
  if (address === null) {
    const progress = new Progress(null, signal);
    const source = await openLogFile(from, (count) => progress.at('checked', count));
    return { source, close: async () => undefined };
  }
  const store = await openForReading(address);
  return { source: await storeSource(nameOf(address), store), close: () => store.close() };
};

/** null: it is a file. */
const sourceAddress = (from: string): StoreAddress | null => {
  if (isUrl(from)) return { kind: 'url', url: from };
  const isFolder = statSync(from, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? { kind: 'data', folder: from } : null;
};
