import { streams, type RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { CommandRunner } from '../commands/command-runner.js';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { TokenIssuer } from '../identity/token-issuer.js';
import { LogFollower } from '../log/log-follower.js';
import { OrgGraphs } from '../organisations/org-graphs.js';
import { Liveness } from '../registry/liveness.js';
import type { AgentBackend, BackendExit, RunningAgent } from './backend.js';
import { Intents, type Intent } from './intents.js';
import { provisioningSlice, type ProvisioningCommand } from './provisioning.slice.js';
import { clock } from '../commands/clock.js';
import type { Reactor } from '../reactors/leased-reactors.js';

const retryMs = 1_000;

const pidOf = ({ handle }: RunningAgent): number => (handle.kind === 'process' ? handle.pid : 0);

/** A command without its time, which is that of the report. */
type Reported = ProvisioningCommand extends infer Command
  ? Command extends unknown
    ? Omit<Command, 'now'>
    : never
  : never;

/**
 * Performs what the log wants of the backends and records the outcome. After a start it first looks at what runs:
 * it adopts that, ends what nobody wants any more, and acts only on intents that are still open.
 */
@Injectable()
export class ProvisioningReactor implements Reactor {
  readonly name = 'provisioning';
  private stopListening: (() => void) | null = null;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly busy = new Set<string>();
  private stopped = true;

  constructor(
    private readonly follower: LogFollower,
    private readonly intents: Intents,
    private readonly graphs: OrgGraphs,
    private readonly backends: readonly AgentBackend[],
    private readonly issuer: TokenIssuer,
    private readonly liveness: Liveness,
    private readonly runner: CommandRunner,
    private readonly log: Logger,
  ) {
    for (const backend of backends) backend.onExit((exit) => this.safely(exit.workspaceId, () => this.ended(exit)));
  }

  async start(): Promise<void> {
    this.stopped = false;
    this.stopListening = this.follower.listen((events) => this.heard(events));
    const found = new Set<string>();
    for (const backend of this.backends) {
      for (const running of await backend.running()) {
        found.add(running.workspaceId);
        await this.meet(backend, running);
      }
    }
    for (const intent of this.intents.all()) {
      if (intent.phase === 'running' && !found.has(intent.workspaceId)) await this.endedUnseen(intent);
      else this.consider(intent.workspaceId);
    }
  }

  stop(): void {
    this.stopped = true;
    this.stopListening?.();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** The agents go on; only this process does not watch them any more. */
  async close(): Promise<void> {
    for (const backend of this.backends) await backend.close();
  }

  /** The backend that runs a runtime here; null: none. */
  backendFor(runtime: string): AgentBackend | null {
    return this.backends.find((backend) => backend.runtimes.includes(runtime)) ?? null;
  }

  private heard(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const { workspaceId } = event.data as { workspaceId?: string };
      if (workspaceId === undefined) continue;
      if (event.type === 'WorkspaceCreated' || event.type === 'ProvisioningRequested') this.consider(workspaceId);
      if (event.type === 'WorkspaceRemoved') this.endRemoved(event.metadata.org);
    }
  }

  /** Acts on the open intent of a workspace, now or when its backoff is over. */
  private consider(workspaceId: string): void {
    const intent = this.intents.get(workspaceId);
    if (intent === undefined || this.stopped || this.isRemoved(intent)) return;
    if (intent.phase === 'wanted') return this.safely(workspaceId, () => this.request(intent));
    if (intent.phase !== 'requested') return;
    const wait = intent.notBefore === null ? 0 : Date.parse(intent.notBefore) - clock.now();
    if (wait <= 0) return this.safely(workspaceId, () => this.perform(workspaceId, intent.incarnation));
    this.later(workspaceId, wait);
  }

  private async request(intent: Intent): Promise<void> {
    const { workspaceId, runtime } = intent;
    const backend = this.backendFor(runtime)?.name ?? null;
    await this.record(intent, ['request', 'created'], {
      type: 'request',
      workspaceId,
      runtime,
      backend,
      reason: 'created',
    });
  }

  private async perform(workspaceId: string, incarnation: number): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'requested' || intent.incarnation !== incarnation || this.isRemoved(intent)) return;
    const backend = this.backends.find(({ name }) => name === intent.backend);
    try {
      if (backend === undefined || intent.command === null) throw new Error(`no backend here runs ${intent.runtime}`);
      const running = await this.launch(backend, intent, intent.command);
      await this.record(intent, ['started', incarnation], {
        type: 'processStarted',
        workspaceId,
        incarnation,
        pid: pidOf(running),
        adopted: running.adopted,
      });
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      await this.record(intent, ['failed', incarnation], {
        type: 'failed',
        workspaceId,
        incarnation,
        code: 'START_FAILED',
        cause,
      });
    }
  }

  /** The token is made for this start and handed over with it; those of earlier starts end. */
  private async launch(backend: AgentBackend, intent: Intent, command: string): Promise<RunningAgent> {
    const { workspaceId, incarnation, name, tier, runtime, access, workspaceDir, org, correlationId } = intent;
    const meta = systemMeta('provisioning', { org, key: [workspaceId, 'token', newId()], correlationId });
    const { token, credentialId } = await this.issuer.issue(
      { workspaceId, name: `start ${incarnation}`, incarnation },
      meta,
    );
    const running = await backend.start({
      workspaceId,
      incarnation,
      name,
      tier,
      runtime,
      command,
      access,
      workspaceDir,
      reset: false,
      token,
    });
    const spare = running.adopted ? [credentialId] : this.issuer.ofEarlierStarts(workspaceId, credentialId);
    for (const id of spare)
      await this.issuer.revoke(id, workspaceId, running.adopted ? 'not needed' : 'a newer start', org);
    return running;
  }

  /** Something that runs after a restart of the platform: adopted when it is wanted, ended when it is not. */
  private async meet(backend: AgentBackend, running: RunningAgent): Promise<void> {
    const { workspaceId, incarnation } = running;
    const intent = this.intents.get(workspaceId);
    if (
      intent === undefined ||
      this.isRemoved(intent) ||
      intent.incarnation !== incarnation ||
      intent.phase === 'ended'
    ) {
      return backend.stop(workspaceId);
    }
    if (intent.phase === 'requested') {
      await this.record(intent, ['started', incarnation], {
        type: 'processStarted',
        workspaceId,
        incarnation,
        pid: pidOf(running),
        adopted: true,
      });
    }
  }

  private async endedUnseen(intent: Intent): Promise<void> {
    const { workspaceId, incarnation } = intent;
    await this.ended({
      workspaceId,
      incarnation,
      exitCode: null,
      signal: null,
      cause: 'it was gone when the platform came back',
    });
  }

  private async ended(exit: BackendExit): Promise<void> {
    const { workspaceId, incarnation, exitCode, signal, cause } = exit;
    const intent = this.intents.get(workspaceId);
    if (intent === undefined || this.stopped) return;
    await this.liveness.wentOffline(workspaceId, incarnation, cause);
    const requested = this.isRemoved(intent);
    await this.record(intent, ['stopped', incarnation], {
      type: 'stopped',
      workspaceId,
      incarnation,
      exitCode,
      signal,
      cause,
      requested,
    });
  }

  private endRemoved(org: string): void {
    for (const intent of this.intents.all()) {
      if (intent.org !== org || !this.isRemoved(intent) || intent.phase === 'ended') continue;
      const backend = this.backends.find(({ name }) => name === intent.backend);
      if (backend !== undefined) this.safely(intent.workspaceId, () => backend.stop(intent.workspaceId));
    }
  }

  private isRemoved(intent: Intent): boolean {
    return this.graphs.workspace(intent.org, intent.workspaceId)?.removed != null;
  }

  private later(workspaceId: string, ms: number): void {
    clearTimeout(this.timers.get(workspaceId));
    this.timers.set(
      workspaceId,
      setTimeout(() => this.consider(workspaceId), ms),
    );
  }

  /** One piece of work per workspace at a time; a failure is tried again, never lost. */
  private safely(workspaceId: string, work: () => Promise<void>): void {
    if (this.stopped) return;
    if (this.busy.has(workspaceId)) return void setTimeout(() => this.safely(workspaceId, work), 20);
    this.busy.add(workspaceId);
    work()
      .catch((error: unknown) => {
        this.log.error({ err: error, workspace_id: workspaceId }, 'provisioning could not go on; it is tried again');
        if (!this.stopped) setTimeout(() => this.safely(workspaceId, work), retryMs);
      })
      .finally(() => {
        this.busy.delete(workspaceId);
        this.consider(workspaceId);
      });
  }

  private async record(intent: Intent, key: readonly (string | number)[], command: Reported): Promise<void> {
    const { org, workspaceId, correlationId } = intent;
    const meta = systemMeta('provisioning', { org, key: [workspaceId, ...key], correlationId });
    await this.runner.runAndFold(
      provisioningSlice,
      streams.provisioning(workspaceId),
      { ...command, now: meta.now } as ProvisioningCommand,
      meta,
    );
  }
}
