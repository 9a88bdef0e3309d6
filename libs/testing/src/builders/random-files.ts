import { streams, type WorkspaceId } from '@guildhall/contracts';
import { filesDecider, type FileChangeIntent } from '@guildhall/domain';
import type { HistoryWriter } from './history-writer.js';

const roots = ['configs', 'workspace'] as const;
const paths = ['config.yaml', 'notes.md'] as const;
const changes = ['write', 'write', 'delete', 'replace'] as const;

/** Random changes of agents' files, some of which fail. */
export class RandomFiles {
  constructor(private readonly history: HistoryWriter) {}

  change(workspaceId: WorkspaceId): void {
    const { random } = this.history;
    const of = { workspaceId, changeId: this.history.newId() };
    const stream = streams.files(workspaceId);
    this.history.run(filesDecider, stream, { ...of, type: 'begin', seen: null, ...this.intent() });
    if (random.chance(0.1))
      this.history.run(filesDecider, stream, { ...of, type: 'failed', cause: { code: 'FILES_FULL' } });
    else this.history.run(filesDecider, stream, { ...of, type: 'done' });
  }

  private intent(): FileChangeIntent {
    const { random } = this.history;
    const change = random.one(changes);
    const file = { path: random.one(paths), digest: random.hex(8).repeat(8), size: random.below(4_000) };
    const [path, files] = change === 'replace' ? [null, [file]] : [file.path, change === 'delete' ? [] : [file]];
    return { change, root: random.one(roots), path, files };
  }
}
