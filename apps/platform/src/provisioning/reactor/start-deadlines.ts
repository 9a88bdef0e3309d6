import { GuildhallError, millisecondsOf } from '@guildhall/contracts';
import { clock } from '../../clock/clock.js';
import type { OrgGraphs } from '../../graph/org-graphs.js';
import type { Intent, Intents } from '../intents.js';
import type { KeyedQueue } from '../../concurrency/keyed-queue.js';
import type { ProvisioningRecord } from '../provisioning-record.js';
import type { WorkspaceTimers } from './workspace-timers.js';

export interface ProvisioningTimes {
  /** An agent that was started and did not come online within this has failed. */
  startTimeoutMs(runtime: string): number;
}

/** What was started has to come online in time; else it is ended, and everybody can see why. */
export class StartDeadlines {
  /** Milliseconds since the epoch: before this nobody could have come online here. */
  private openSince = 0;

  constructor(
    private readonly intents: Intents,
    private readonly graphs: Pick<OrgGraphs, 'find'>,
    private readonly record: Pick<ProvisioningRecord, 'write'>,
    private readonly work: Pick<KeyedQueue, 'next'>,
    private readonly timers: WorkspaceTimers,
    private readonly times: ProvisioningTimes,
  ) {}

  begin(): void {
    this.openSince = clock.now();
  }

  /** Nothing is expected while the engine is away. */
  expect({ workspaceId, incarnation, runtime, expectedFrom, lost }: Intent): void {
    if (expectedFrom === null || lost || !this.isComing(workspaceId)) return;
    const timeoutMs = this.times.startTimeoutMs(runtime);
    const from = Math.max(millisecondsOf(expectedFrom), this.openSince);
    this.timers.set(workspaceId, Math.max(0, from + timeoutMs - clock.now()), () =>
      this.work.next(workspaceId, () => this.giveUp(workspaceId, incarnation, timeoutMs)),
    );
  }

  private async giveUp(workspaceId: string, incarnation: number, timeoutMs: number): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'running' || intent.incarnation !== incarnation || intent.lost) return;
    if (!this.isComing(workspaceId)) return;
    const code = 'PROVISIONING_TIMEOUT';
    const cause = new GuildhallError(code, { seconds: timeoutMs / 1_000 }).message;
    await this.record.write(intent, ['timeout', incarnation], { type: 'failed', incarnation, code, cause });
  }

  private isComing(workspaceId: string): boolean {
    return this.graphs.find(workspaceId)?.status === 'provisioning';
  }
}
