import { open } from 'node:fs/promises';

/** The flushes of a folder. A flush covers all renames before it started. */
interface Flushes {
  running: Promise<void>;
  next: Promise<void> | null;
}

/**
 * Makes renames durable by flushing their folder. Callers that arrive during a flush share the next one: the running one
 * may have started too early for them.
 */
export class FolderFlush {
  private readonly folders = new Map<string, Flushes>();

  flush(folder: string): Promise<void> {
    const flushes = this.folders.get(folder);
    if (flushes === undefined) return this.begin(folder);
    flushes.next ??= flushes.running.then(
      () => this.begin(folder),
      () => this.begin(folder),
    );
    return flushes.next;
  }

  private begin(folder: string): Promise<void> {
    const running = flushFolder(folder);
    const flushes: Flushes = { running, next: null };
    this.folders.set(folder, flushes);
    const end = (): void => {
      if (flushes.next === null) this.folders.delete(folder);
    };
    running.then(end, end);
    return running;
  }
}

const flushFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
