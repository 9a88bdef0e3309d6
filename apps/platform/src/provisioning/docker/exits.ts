import { constants } from 'node:os';
import type { BackendExit } from '../backend.js';
import { incarnationOf, type AgentContainers } from './agent-containers.js';
import type { ContainerEvent } from './engine/engine-events.js';
import { label } from './installation.js';

const bySignal = 128;
const mebibyte = 1_048_576;
const toldLimit = 10_000;

const signalOf = (exitCode: number): string | null => {
  const known = Object.entries(constants.signals).find(([, number]) => number === exitCode - bySignal);
  return known?.[0] ?? null;
};

const causeOf = (exitCode: number | null, signal: string | null): string => {
  if (signal !== null) return `the container was ended by ${signal}`;
  return exitCode === null ? 'the container is gone' : `the container ended with code ${exitCode}`;
};

/** Tells once of each end of an agent's container, whether it was heard or only found out later. */
export class Exits {
  /** Containers that run as far as is known, by id. */
  private readonly running = new Map<string, { workspaceId: string; incarnation: number }>();
  private readonly told = new Set<string>();
  private readonly outOfMemory = new Set<string>();

  constructor(
    private readonly containers: AgentContainers,
    private readonly tell: (exit: BackendExit) => void,
  ) {}

  started(containerId: string, workspaceId: string, incarnation: number): void {
    if (!this.told.has(containerId)) this.running.set(containerId, { workspaceId, incarnation });
  }

  async heard({ action, containerId, attributes }: ContainerEvent): Promise<void> {
    if (attributes[label.role] !== 'agent') return;
    if (action === 'oom') {
      this.outOfMemory.add(containerId);
      return;
    }
    const workspaceId = attributes[label.workspace] ?? '';
    await this.ended(containerId, workspaceId, incarnationOf(attributes), Number(attributes['exitCode']));
  }

  /** `ids`: what runs now; everything else that ran has ended. */
  async compare(ids: ReadonlySet<string>): Promise<void> {
    for (const [containerId, { workspaceId, incarnation }] of [...this.running])
      if (!ids.has(containerId)) await this.ended(containerId, workspaceId, incarnation, null);
  }

  private async ended(id: string, workspaceId: string, incarnation: number, heardCode: number | null): Promise<void> {
    this.running.delete(id);
    if (this.told.has(id)) return;
    this.remember(id);
    const last = await this.containers.inspect(id).catch(() => null);
    const exitCode = heardCode ?? (last === null ? null : last.State.ExitCode);
    const signal = exitCode === null ? null : signalOf(exitCode);
    const isOutOfMemory = signal === 'SIGKILL' && (this.outOfMemory.delete(id) || last?.State.OOMKilled === true);
    const limit = last?.HostConfig.Memory ?? 0;
    const size = limit > 0 ? ` (${limit / mebibyte} MiB)` : '';
    const cause = isOutOfMemory ? `out of memory${size}` : causeOf(exitCode, signal);
    this.tell({ workspaceId, incarnation, exitCode, signal, cause });
  }

  /** Long enough for whoever finds out about the same end another way. */
  private remember(id: string): void {
    this.told.add(id);
    const [oldest] = this.told;
    if (this.told.size > toldLimit && oldest !== undefined) this.told.delete(oldest);
  }
}
