import { millisecondsOf } from '@guildhall/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { PlatformConfig } from '../../config/platform.config.js';
import { clock } from '../../clock/clock.js';
import type { Intent } from '../intents.js';
import { OpenIntents } from './open-intents.js';
import { ProvisioningQueue } from './provisioning-queue.js';
import { ProvisioningRecord } from '../provisioning-record.js';
import { WorkspaceTimers } from './workspace-timers.js';

/** An agent that was started has to come online in time; otherwise it is ended, and the reason is recorded. */
@Injectable()
export class StartDeadlines {
  /** Milliseconds since the epoch: before this no agent could have come online here. */
  private openSince = 0;
  private readonly timers = new WorkspaceTimers();

  constructor(
    @Inject(OpenIntents) private readonly intents: Pick<OpenIntents, 'get' | 'isComing'>,
    @Inject(ProvisioningRecord) private readonly record: Pick<ProvisioningRecord, 'write'>,
    @Inject(ProvisioningQueue) private readonly work: Pick<ProvisioningQueue, 'next'>,
    @Inject(PlatformConfig) private readonly config: Pick<PlatformConfig, 'startTimeoutOf'>,
  ) {}

  begin(): void {
    this.openSince = clock.now();
  }

  /** Nothing is expected while the engine is away. */
  expect({ workspaceId, incarnation, runtime, expectedFrom, lost }: Intent): void {
    if (expectedFrom === null || lost || !this.intents.isComing(workspaceId)) return;
    const timeoutMs = this.config.startTimeoutOf(runtime);
    const from = Math.max(millisecondsOf(expectedFrom), this.openSince);
    this.timers.set(workspaceId, Math.max(0, from + timeoutMs - clock.now()), () =>
      this.work.next(workspaceId, () => this.giveUp(workspaceId, incarnation, timeoutMs)),
    );
  }

  private async giveUp(workspaceId: string, incarnation: number, timeoutMs: number): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'running' || intent.incarnation !== incarnation || intent.lost) return;
    if (!this.intents.isComing(workspaceId)) return;
    const cause = { code: 'PROVISIONING_TIMEOUT', details: { seconds: timeoutMs / 1_000 } };
    await this.record.write(intent, ['timeout', incarnation], { type: 'failed', incarnation, cause, words: null });
  }

  /** Acts after a while, unless something else is expected of the workspace before. */
  later(workspaceId: string, ms: number, act: () => void): void {
    this.timers.set(workspaceId, ms, act);
  }

  clear(): void {
    this.timers.clear();
  }
}
