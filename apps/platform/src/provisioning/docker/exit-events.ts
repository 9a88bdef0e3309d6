import type { ContainerInspectInfo } from 'dockerode';
import { constants } from 'node:os';
import type { Cause } from '@guildhall/contracts';
import { exitCause, type BackendExit } from '../../backend-port/backend.js';
import { incarnationOf, type AgentContainers } from './agent-containers.js';
import type { ContainerEvent } from './engine/engine-events.js';
import { label } from './installation.js';

const bySignal = 128;
const mebibyte = 1_048_576;
const reportedLimit = 10_000;

const signalOf = (exitCode: number): string | null => {
  const known = Object.entries(constants.signals).find(([, number]) => number === exitCode - bySignal);
  return known?.[0] ?? null;
};

/** `limit`: bytes; 0: none was set. */
const outOfMemory = (limit: number): Cause =>
  limit > 0 ? { code: 'out_of_memory_limit', details: { mebibytes: limit / mebibyte } } : { code: 'out_of_memory' };

interface KnownAgent {
  workspaceId: string;
  incarnation: number;
}

/** Reports each end of an agent's container once, whether the event arrived or the end was found out later. */
export class ExitEvents {
  /** Containers that run as far as is known, by id. */
  private readonly running = new Map<string, KnownAgent>();
  private readonly reported = new Set<string>();
  private readonly outOfMemory = new Set<string>();

  constructor(
    private readonly containers: Pick<AgentContainers, 'inspect'>,
    private readonly tell: (exit: BackendExit) => void,
  ) {}

  started(containerId: string, workspaceId: string, incarnation: number): void {
    if (!this.reported.has(containerId)) this.running.set(containerId, { workspaceId, incarnation });
  }

  async onRecorded({ action, containerId, attributes }: ContainerEvent): Promise<void> {
    if (attributes[label.role] !== 'agent') return;
    if (action === 'oom') {
      this.outOfMemory.add(containerId);
      return;
    }
    const agent = { workspaceId: attributes[label.workspace] ?? '', incarnation: incarnationOf(attributes) };
    if (!this.isFirst(containerId)) return;
    const last = await this.containers.inspect(containerId).catch(() => null);
    this.tellEnd(containerId, agent, Number(attributes['exitCode']), last);
  }

  /** Ids of what runs, to be taken before the engine is asked for it: what starts meanwhile may be missing in its answer. */
  known(): string[] {
    return [...this.running.keys()];
  }

  /**
   * Tells the end of each one of `known` that is not among `ids`, the engine's list. One that runs after all (a paused one
   * is on no list), or that cannot be looked at, is left to the next comparison.
   */
  async compare(known: readonly string[], ids: ReadonlySet<string>): Promise<void> {
    for (const id of known.filter((one) => !ids.has(one))) {
      const last = await this.containers.inspect(id).catch(() => 'not seen' as const);
      const agent = this.running.get(id);
      if (last === 'not seen' || last?.State.Running === true || agent === undefined) continue;
      if (this.isFirst(id)) this.tellEnd(id, agent, last?.State.ExitCode ?? null, last);
    }
  }

  private isFirst(id: string): boolean {
    this.running.delete(id);
    if (this.reported.has(id)) return false;
    this.remember(id);
    return true;
  }

  private tellEnd(id: string, agent: KnownAgent, exitCode: number | null, last: ContainerInspectInfo | null): void {
    const signal = exitCode === null ? null : signalOf(exitCode);
    const isOutOfMemory = signal === 'SIGKILL' && (this.outOfMemory.delete(id) || last?.State.OOMKilled === true);
    const limit = last?.HostConfig.Memory ?? 0;
    const cause = isOutOfMemory ? outOfMemory(limit) : exitCause('container', exitCode, signal);
    this.tell({ ...agent, exitCode, signal, cause });
  }

  /** Long enough for another report of the same end. */
  private remember(id: string): void {
    this.reported.add(id);
    const [oldest] = this.reported;
    if (this.reported.size > reportedLimit && oldest !== undefined) this.reported.delete(oldest);
  }
}
