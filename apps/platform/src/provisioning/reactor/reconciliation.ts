import type { Logger } from 'pino';
import { newId } from '../../commands/ids.js';
import type { AgentBackend, BackendExit, RunningAgent } from '../../backend-port/backend.js';
import { handleName, type Backends } from '../../backend-port/backends.js';
import type { Intent, Intents } from '../intents.js';
import type { KeyedQueue } from '../../concurrency/keyed-queue.js';
import type { ProvisioningRecord } from '../provisioning-record.js';

const sweepEveryMs = 30_000;

/** What is done about a difference between what is wanted and what runs. */
export interface Differences {
  /** The intent, when its backend may run for it. */
  open(workspaceId: string): Intent | null;
  isRemoved(intent: Intent): boolean;
  adopted(intent: Intent, running: RunningAgent): Promise<void>;
  ended(exit: BackendExit): Promise<void>;
}

/** Compares what the engines run with what the log wants: after a start, when an engine is back, and now and then. */
export class Reconciliation {
  private sweeping: NodeJS.Timeout | null = null;

  constructor(
    private readonly intents: Intents,
    private readonly backends: Backends,
    private readonly record: ProvisioningRecord,
    private readonly work: KeyedQueue,
    private readonly differences: Differences,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.sweeping = setInterval(() => void this.sweep(), sweepEveryMs);
  }

  stop(): void {
    if (this.sweeping !== null) clearInterval(this.sweeping);
  }

  /** Each agent that runs is adopted or ended, each that should run and does not is found missing. */
  async compare(backend: AgentBackend): Promise<void> {
    const found = new Set<string>();
    for (const running of await backend.running()) {
      found.add(running.workspaceId);
      this.work.next(running.workspaceId, () => this.meet(backend, running));
    }
    for (const intent of this.intents.all()) {
      if (intent.backend !== backend.name || intent.phase !== 'running' || found.has(intent.workspaceId)) continue;
      this.work.next(intent.workspaceId, () => this.miss(backend, intent.workspaceId, intent.incarnation));
    }
  }

  /** What a purge did not reach: the platform died before it, or the engine was away. */
  async purgeLeft(backend: AgentBackend): Promise<void> {
    for (const workspaceId of await backend.kept())
      if (this.intents.wasPurged(workspaceId)) this.work.next(workspaceId, () => backend.purge(workspaceId));
  }

  private async sweep(): Promise<void> {
    for (const backend of this.backends.all) {
      if (this.backends.problemOf(backend.name) !== null) continue;
      try {
        await this.compare(backend);
      } catch (error) {
        this.log.warn({ err: error, backend: backend.name }, 'what runs could not be compared; it comes again');
      }
    }
  }

  private async meet(backend: AgentBackend, running: RunningAgent): Promise<void> {
    const { workspaceId, incarnation } = running;
    const intent = this.differences.open(workspaceId);
    if (intent?.incarnation !== incarnation) return this.reap(backend, running);
    if (intent.phase === 'requested') await this.differences.adopted(intent, running);
    else if (intent.lost)
      await this.record.write(intent, ['found', incarnation, newId()], { type: 'found', incarnation });
  }

  /** It may have started, or ended by itself, since the engine was asked. */
  private async miss(backend: AgentBackend, workspaceId: string, incarnation: number): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'running' || intent.incarnation !== incarnation) return;
    if ((await backend.running()).some((running) => running.workspaceId === workspaceId)) return;
    const cause = intent.lost ? 'it was gone when the engine came back' : 'it was gone when the platform looked';
    await this.differences.ended({ workspaceId, incarnation, exitCode: null, signal: null, cause });
  }

  private async reap(backend: AgentBackend, running: RunningAgent): Promise<void> {
    const { workspaceId, incarnation } = running;
    const handle = handleName(running.handle);
    if (!(await backend.running()).some((now) => handleName(now.handle) === handle)) return;
    await backend.stop(workspaceId);
    this.log.warn(
      { workspace_id: workspaceId, backend: backend.name, handle },
      'an agent that nobody wanted was ended',
    );
    const intent = this.intents.get(workspaceId);
    if (intent === undefined) return;
    const isGone = this.differences.isRemoved(intent);
    const cause = isGone ? 'the workspace was removed' : `incarnation ${intent.incarnation} is ${intent.phase}`;
    const orphan = { type: 'reaped', incarnation, backend: backend.name, handle, cause } as const;
    await this.record.write(intent, ['reaped', incarnation, handle], orphan);
  }
}
