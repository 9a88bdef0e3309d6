import type { JsonObject } from '@guildhall/contracts';
import { treeFoldVersion, treeFromJson, treeToJson, type TreeState } from '@guildhall/domain';
import { CachedStream } from '../../commands/executor/cached-stream.js';
import type { KnownCommand } from '../../commands/executor/known-commands.js';
import type { StreamSnapshots } from '../../commands/executor/stream-type.js';
import type { EventStore } from '@guildhall/event-store';
import { Injectable } from '@nestjs/common';
import { SnapshotFiles, type SnapshotKey } from '../../log/snapshot-files.js';
import { InjectEventStore } from '../../stores/injection.js';

/** Events between two snapshots: reading as many of the tree takes well under 300 ms. */
const every = 20_000;

interface Stored {
  tree: JsonObject;
  revision: number;
  position: string | null;
  known: [string, KnownCommand][];
}

/** Disposable copies of the tree's state: the one stream that grows with the whole organisation. */
@Injectable()
export class TreeSnapshots implements StreamSnapshots<TreeState> {
  private readonly savedAt = new Map<string, number>();

  constructor(
    private readonly files: SnapshotFiles,
    @InjectEventStore() private readonly store: Pick<EventStore, 'logId'>,
  ) {}

  async load(name: string): Promise<CachedStream<TreeState> | null> {
    const found = await this.files.load(this.keyOf(name));
    if (found === null) return null;
    const { tree, revision, position, known } = found as unknown as Stored;
    const stream = new CachedStream(name, treeFromJson(tree));
    stream.revision = revision;
    stream.position = position;
    for (const [id, command] of known) stream.known.add(id, command);
    this.savedAt.set(name, revision);
    return stream;
  }

  appended(stream: CachedStream<TreeState>): void {
    if (stream.revision - (this.savedAt.get(stream.name) ?? 0) < every) return;
    this.savedAt.set(stream.name, stream.revision);
    const { revision, position } = stream;
    const stored: Stored = { tree: treeToJson(stream.state), revision, position, known: stream.known.entries() };
    const committed = stream.tail;
    committed.then(
      () => this.files.save(this.keyOf(stream.name), stored as unknown as JsonObject),
      () => this.savedAt.delete(stream.name),
    );
  }

  private keyOf(name: string): SnapshotKey {
    return { name, version: `tree@${treeFoldVersion}`, logId: this.store.logId };
  }
}
