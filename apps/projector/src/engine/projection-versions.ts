import type { Head } from '@guildhall/event-store';
import type { JsonObject } from '@guildhall/contracts';
import { type ReadStore, putSetting, settingOf, type ViewDirectory } from '@guildhall/read-store';
import type { View } from './view/view.js';

/** The copies of one view in the read store; the view directory names the active one. */
interface CopyRecord {
  /** Number of the next copy. */
  next: number;
  /** A copy under construction, which the next start can continue. */
  building: { copy: string; version: number } | null;
  /** Copies without a reader, to be dropped. */
  retired: string[];
}

const recordName = (view: string): string => `copies:${view}`;
const collectionOf = (view: View, copy: string) => ({ name: copy, indexes: view.indexes });

/** Blue and green: which copies of a view exist, which one is read, which one is being built. */
export class ProjectionVersions {
  constructor(
    private readonly store: ReadStore,
    private readonly directory: ViewDirectory,
    private readonly log: { logId: string; head: Head },
  ) {}

  /** The active copy, when this program may continue it: it belongs to this version of the view and to this log. */
  async usable(view: View): Promise<string | null> {
    const active = await this.directory.active(view.name);
    if (active === null || active.version !== view.version) return null;
    return (await this.isOfThisLog(active.collection)) ? active.collection : null;
  }

  /** A copy to build: the one an earlier process began, or with `fresh` always a new one. */
  async begin(view: View, options: { fresh: boolean }): Promise<string> {
    await this.dropRetired(view);
    const record = await this.record(view);
    const begun = record.building;
    if (begun !== null && !options.fresh && begun.version === view.version && (await this.isOfThisLog(begun.copy))) {
      await this.store.ensure([collectionOf(view, begun.copy)], { deferIndexes: true });
      return begun.copy;
    }
    const copy = `${view.name}_${record.next}`;
    const retired = begun === null ? record.retired : [...record.retired, begun.copy];
    await this.keep(view, { next: record.next + 1, building: { copy, version: view.version }, retired });
    await this.dropRetired(view);
    await this.store.drop([copy], copy);
    await this.store.ensure([collectionOf(view, copy)], { deferIndexes: true });
    return copy;
  }

  async buildIndexes(view: View, copy: string): Promise<void> {
    await this.store.buildIndexes([collectionOf(view, copy)]);
  }

  /** Readers get the new copy from now on; the one before waits for `dropRetired`. */
  async activate(view: View, copy: string): Promise<void> {
    const before = await this.directory.active(view.name);
    const record = await this.record(view);
    const retired =
      before === null || before.collection === copy ? record.retired : [...record.retired, before.collection];
    await this.keep(view, { ...record, retired });
    await this.directory.activate(view.name, { collection: copy, version: view.version });
    await this.keep(view, { ...record, building: null, retired });
  }

  async dropRetired(view: View): Promise<void> {
    const record = await this.record(view);
    const active = await this.directory.active(view.name);
    const unread = record.retired.filter((copy) => copy !== active?.collection);
    for (const copy of unread) await this.store.drop([copy], copy);
    if (record.retired.length > 0) await this.keep(view, { ...record, retired: [] });
  }

  private async isOfThisLog(copy: string): Promise<boolean> {
    const checkpoint = (await this.store.places()).get(copy) ?? null;
    const { position } = this.log.head;
    if (checkpoint === null) return position === null;
    return checkpoint.logId === this.log.logId && position !== null && checkpoint.position <= position;
  }

  private async record(view: View): Promise<CopyRecord> {
    const kept = await settingOf(this.store, recordName(view.name));
    return (kept as CopyRecord | null) ?? { next: 1, building: null, retired: [] };
  }

  private keep(view: View, record: CopyRecord): Promise<void> {
    return putSetting(this.store, recordName(view.name), { ...record } as unknown as JsonObject);
  }
}
