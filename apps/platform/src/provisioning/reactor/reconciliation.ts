import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { AgentBackend, RunningAgent } from '../../backend-port/backend.js';
import { Backends, handleName } from '../../backend-port/backends.js';
import { repeated } from '../../clock/repeated.js';
import { InjectLogger } from '../../stores/injection.js';
import { BackendReports } from './backend-reports.js';
import { OpenIntents } from './open-intents.js';
import { ProvisioningQueue } from './provisioning-queue.js';

const sweepEveryMs = 30_000;

/** Compares what the engines run with what the log asks for: after a start, when an engine is back, and now and then. */
@Injectable()
export class Reconciliation {
  private endSweeping: () => void = () => undefined;

  constructor(
    private readonly intents: OpenIntents,
    private readonly backends: Backends,
    private readonly reports: BackendReports,
    private readonly work: ProvisioningQueue,
    @InjectLogger() private readonly log: Logger,
  ) {}

  start(): void {
    const failure = 'the running agents could not be compared with the log; the next sweep tries again';
    this.endSweeping = repeated(sweepEveryMs, () => this.sweep(), { log: this.log, failure });
  }

  stop(): void {
    this.endSweeping();
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
        this.log.warn(
          { err: error, backend: backend.name },
          'the running agents could not be compared with the log; the next sweep tries again',
        );
      }
    }
  }

  private async meet(backend: AgentBackend, running: RunningAgent): Promise<void> {
    const { workspaceId, incarnation } = running;
    const intent = this.intents.open(workspaceId);
    if (intent?.incarnation !== incarnation) return this.reap(backend, running);
    if (intent.phase === 'requested') await this.reports.started(intent, { ...running, adopted: true });
    else if (intent.lost) await this.reports.found(intent);
  }

  /** It may have started, or ended by itself, since the engine was asked. */
  private async miss(backend: AgentBackend, workspaceId: string, incarnation: number): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'running' || intent.incarnation !== incarnation) return;
    if ((await backend.running()).some((running) => running.workspaceId === workspaceId)) return;
    const cause = { code: intent.lost ? 'gone_with_engine' : 'gone_when_checked' };
    await this.reports.ended({ workspaceId, incarnation, exitCode: null, signal: null, cause });
  }

  private async reap(backend: AgentBackend, running: RunningAgent): Promise<void> {
    const { workspaceId: workspace_id } = running;
    const handle = handleName(running.handle);
    if (!(await backend.running()).some((now) => handleName(now.handle) === handle)) return;
    await backend.stop(workspace_id);
    this.log.warn({ workspace_id, backend: backend.name, handle }, 'an agent was ended that should not run');
    await this.reports.reaped(running, backend.name);
  }
}
