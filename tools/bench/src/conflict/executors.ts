import { streams } from '@guildhall/contracts';
import { treeDecider, type TreeCommand } from '@guildhall/domain';
import type { EventStore } from '@guildhall/event-store';
import { projectRoot } from '@guildhall/testing';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Executor {
  readonly counts: { conflicts: number; retries: number; busy: number };
  execute(request: object): Promise<unknown>;
}
interface Cache {
  onRecorded(events: readonly unknown[]): void;
}
interface Built {
  SharedExecutor: new (store: EventStore, cache: Cache) => Executor;
  StreamCache: new (store: EventStore) => Cache;
}

const org = 'default';
export const treeStream = streams.tree(org);

const streamType = { nameOf: streams.tree, decider: treeDecider, initial: () => treeDecider.initialState() };

/** The command side of one platform, without HTTP and views. It follows the log as a platform does. */
export class BenchExecutor {
  private constructor(
    private readonly executor: Executor,
    private readonly stopping: AbortController,
  ) {}

  static async over(store: EventStore): Promise<BenchExecutor> {
    const { SharedExecutor, StreamCache } = await built();
    const cache = new StreamCache(store);
    const stopping = new AbortController();
    void follow(store, cache, stopping.signal);
    return new BenchExecutor(new SharedExecutor(store, cache), stopping);
  }

  get counts(): Executor['counts'] {
    return this.executor.counts;
  }

  create(): Promise<unknown> {
    const id = randomUUID();
    const command = { type: 'create', ...creation(id) } satisfies TreeCommand;
    const meta = {
      actor: { kind: 'operator', id: 'operator' },
      org,
      commandId: id,
      correlationId: id,
      causationId: id,
    };
    const request = { streamType, stream: treeStream, command, digest: '' };
    return this.executor.execute({
      ...request,
      meta: { ...meta, hop: 0, traceparent: null, now: '', fingerprint: '' },
    });
  }

  stop(): void {
    this.stopping.abort();
  }
}

export const creation = (workspaceId: string) => ({
  workspaceId,
  name: workspaceId,
  role: '',
  parentId: null,
  x: null,
  y: null,
  tier: 1 as const,
  runtime: 'external',
  command: null,
  access: 'none' as const,
  workspaceDir: null,
  model: null,
  tags: [],
});

/** The parts as the platform is built from them. */
const built = async (): Promise<Built> => {
  const folder = join(projectRoot, 'dist/apps/platform/commands/executor');
  const load = async (file: string): Promise<object> =>
    (await import(pathToFileURL(join(folder, file)).href)) as object;
  return { ...(await load('shared/shared-executor.js')), ...(await load('stream-cache.js')) } as Built;
};

const follow = async (store: EventStore, cache: Cache, signal: AbortSignal): Promise<void> => {
  const { position } = await store.head();
  const after = position === null ? {} : { after: position };
  for await (const item of store.subscribeAll({ ...after, signal })) {
    if (item.kind === 'events') cache.onRecorded(item.events);
  }
};
