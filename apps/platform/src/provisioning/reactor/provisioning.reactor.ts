import { millisecondsOf, type RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { clock } from '../../clock/clock.js';
import { newId } from '../../commands/ids.js';
import { LogFollower } from '../../log/log-follower.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import type { Reactor } from '../../reactors/leased-reactors.js';
import { Liveness } from '../../registry/liveness/liveness.js';
import { AgentLaunch } from '../launch/agent-launch.js';
import { BackendFailure, type AgentBackend, type BackendExit, type RunningAgent } from '../../backend-port/backend.js';
import { Backends } from '../../backend-port/backends.js';
import { ContainerGateway } from '../launch/container-gateway.js';
import { EngineWatch } from './engine-watch.js';
import { Intents, type Intent } from '../intents.js';
import { KeyedQueue } from '../../concurrency/keyed-queue.js';
import { ProvisioningRecord } from '../provisioning-record.js';
import { Reconciliation } from './reconciliation.js';
import { StartDeadlines, type ProvisioningTimes } from './start-deadlines.js';
import { WorkspaceTimers } from './workspace-timers.js';

/** After these, nothing of that incarnation may go on running. */
const ending = new Set(['WorkspacePaused', 'WorkspaceHibernated', 'ProvisioningFailed', 'BackendStopped']);

/** The backend may run for it. */
const isOpen = ({ phase }: Intent): boolean => phase === 'requested' || phase === 'running';

/**
 * Performs what the log wants of the backends and records the outcome. After a start it first looks at what runs:
 * it adopts that, ends what nobody wants any more, and acts only on intents that are still open.
 */
@Injectable()
export class ProvisioningReactor implements Reactor {
  readonly name = 'provisioning';
  private stopListening: (() => void) | null = null;
  private readonly timers = new WorkspaceTimers();
  private readonly deadlines: StartDeadlines;
  private readonly work: KeyedQueue;
  private readonly watch: EngineWatch;
  private readonly reconciliation: Reconciliation;

  constructor(
    private readonly follower: LogFollower,
    private readonly intents: Intents,
    private readonly graphs: OrgGraphs,
    private readonly backends: Backends,
    private readonly door: ContainerGateway,
    private readonly launch: AgentLaunch,
    private readonly liveness: Liveness,
    private readonly record: ProvisioningRecord,
    times: ProvisioningTimes,
    private readonly log: Logger,
  ) {
    this.work = new KeyedQueue(log, (workspaceId) => this.consider(workspaceId));
    this.deadlines = new StartDeadlines(intents, graphs, record, this.work, this.timers, times);
    this.watch = new EngineWatch(backends, (backend, problem) => this.engineChanged(backend, problem), log);
    const differences = {
      open: (workspaceId: string) => this.open(workspaceId),
      isRemoved: (intent: Intent) => this.isRemoved(intent),
      adopted: (intent: Intent, running: RunningAgent) => this.started(intent, { ...running, adopted: true }),
      ended: (exit: BackendExit) => this.ended(exit),
    };
    this.reconciliation = new Reconciliation(intents, backends, record, this.work, differences, log);
    for (const backend of backends.all) {
      backend.onExit((exit) => this.work.next(exit.workspaceId, () => this.ended(exit)));
    }
  }

  async start(): Promise<void> {
    this.work.open();
    this.deadlines.begin();
    this.stopListening = this.follower.listen((events) => this.onRecorded(events));
    await this.watch.start();
    this.endRemoved();
    for (const { workspaceId } of this.intents.all()) this.consider(workspaceId);
    this.reconciliation.start();
  }

  stop(): void {
    this.work.close();
    this.watch.stop();
    this.stopListening?.();
    this.reconciliation.stop();
    this.timers.clear();
  }

  /** The agents go on; only this process does not watch them any more. */
  async close(): Promise<void> {
    await this.door.close();
    for (const backend of this.backends.all) await backend.close();
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const { workspaceId } = event.data as { workspaceId?: string };
      if (workspaceId === undefined) continue;
      if (event.type === 'WorkspacePurged') this.work.next(workspaceId, () => this.purge(workspaceId));
      else if (event.type === 'WorkspaceRemoved') this.endRemoved();
      else if (ending.has(event.type)) this.work.next(workspaceId, () => this.halt(workspaceId));
      else this.consider(workspaceId);
    }
  }

  /** Acts on what the log wants for a workspace, now or when its time has come. */
  private consider(workspaceId: string): void {
    const intent = this.intents.get(workspaceId);
    if (intent === undefined || this.work.isClosed) return;
    if (intent.runtime === 'external') return isOpen(intent) ? this.leave(intent) : undefined;
    if (!this.isRemoved(intent) && intent.phase === 'wanted')
      return this.work.next(workspaceId, () => this.request(intent));
    if (this.isRemoved(intent) || !isOpen(intent)) return;
    if (intent.phase === 'running') return this.deadlines.expect(intent);
    const wait = intent.notBefore === null ? 0 : millisecondsOf(intent.notBefore) - clock.now();
    if (wait <= 0) return this.work.next(workspaceId, () => this.perform(workspaceId, intent.incarnation));
    this.timers.set(workspaceId, wait, () => this.consider(workspaceId));
  }

  private async request(intent: Intent): Promise<void> {
    const { workspaceId, runtime, incarnation } = intent;
    if (this.intents.get(workspaceId)?.phase !== 'wanted') return;
    const backend = this.backends.forRuntime(runtime)?.name ?? null;
    const reason = incarnation === 0 ? 'created' : 'runtime changed';
    await this.record.write(intent, ['request', reason, incarnation], { type: 'request', runtime, backend, reason });
  }

  /** What runs of ours is ended where the agent is somebody else's from now on. */
  private leave(intent: Intent): void {
    const wish = { type: 'stop', cause: 'its runtime is external now' } as const;
    this.work.next(intent.workspaceId, () => this.record.write(intent, ['left', intent.incarnation], wish));
  }

  private async perform(workspaceId: string, incarnation: number): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'requested' || intent.incarnation !== incarnation || this.isRemoved(intent)) return;
    const backend = this.backends.named(intent.backend);
    try {
      if (backend === null)
        throw new BackendFailure('START_FAILED', `there is no backend ${intent.backend} here`, false);
      await this.door.prepare(backend);
      const running = await this.launch.start(backend, intent);
      await this.started(intent, running);
    } catch (error) {
      const isPassing = error instanceof BackendFailure && error.passing;
      const cause = error instanceof Error ? error.message : String(error);
      if (isPassing) {
        await this.record.write(intent, ['lost', incarnation, newId()], { type: 'lost', incarnation, cause });
        throw error;
      }
      const code = error instanceof BackendFailure ? error.code : 'START_FAILED';
      await this.record.write(intent, ['failed', incarnation], { type: 'failed', incarnation, code, cause });
    }
  }

  private async started(intent: Intent, { handle, adopted }: RunningAgent): Promise<void> {
    const { incarnation } = intent;
    await this.record.write(intent, ['started', incarnation], { type: 'started', incarnation, handle, adopted });
  }

  /** Sees to it that nothing runs of a workspace that is held, ended or removed. */
  private async halt(workspaceId: string): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent === undefined || this.open(workspaceId) !== null) return;
    await this.backends.named(intent.backend)?.stop(workspaceId);
  }

  /** An engine that is away is asked when it is back, by what it kept. */
  private async purge(workspaceId: string): Promise<void> {
    for (const backend of this.backends.all) {
      if (this.backends.problemOf(backend.name) === null) await backend.purge(workspaceId);
    }
  }

  private async ended(exit: BackendExit): Promise<void> {
    const { workspaceId, incarnation, exitCode, signal, cause } = exit;
    const intent = this.intents.get(workspaceId);
    if (intent === undefined) return;
    await this.liveness.wentOffline(workspaceId, incarnation, cause);
    const requested = this.isRemoved(intent);
    const stopped = { type: 'stopped', incarnation, exitCode, signal, cause, requested } as const;
    await this.record.write(intent, ['stopped', incarnation], stopped);
  }

  private async engineChanged(backend: AgentBackend, problem: string | null): Promise<void> {
    const open = this.intents.all().filter((intent) => intent.backend === backend.name && isOpen(intent));
    if (problem === null) {
      if (open.length > 0) await this.door.prepare(backend);
      await this.reconciliation.compare(backend);
      return this.reconciliation.purgeLeft(backend);
    }
    for (const intent of open) {
      if (intent.lost) continue;
      const { incarnation } = intent;
      await this.record.write(intent, ['lost', incarnation, newId()], { type: 'lost', incarnation, cause: problem });
    }
  }

  /** Also what has not started yet: it must not begin by itself when the workspace is restored. */
  private endRemoved(): void {
    for (const intent of this.intents.all()) {
      if (!isOpen(intent) || !this.isRemoved(intent)) continue;
      const wish = { type: 'stop', cause: 'the workspace was removed' } as const;
      this.work.next(intent.workspaceId, () => this.record.write(intent, ['removed', intent.incarnation], wish));
    }
  }

  private open(workspaceId: string): Intent | null {
    const intent = this.intents.get(workspaceId);
    return intent !== undefined && isOpen(intent) && !this.isRemoved(intent) ? intent : null;
  }

  private isRemoved(intent: Intent): boolean {
    return this.graphs.workspace(intent.org, intent.workspaceId)?.removed != null;
  }
}
