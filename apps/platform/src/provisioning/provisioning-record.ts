import type { ProvisioningCommand } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { CommandRunner } from '../commands/command-runner.js';
import { systemMeta } from '../commands/system-meta.js';
import type { Intent } from './intents.js';
import { provisioningStream } from './provisioning.stream.js';

/** A command without its time, which is that of the report. */
type Reported = ProvisioningCommand extends infer Command
  ? Command extends unknown
    ? Omit<Command, 'now' | 'workspaceId'>
    : never
  : never;

/** Writes down what the platform itself did with a workspace's backend, or saw of it. */
@Injectable()
export class ProvisioningRecord {
  constructor(private readonly runner: CommandRunner) {}

  /**
   * `key`: what makes this report the same one when it is repeated. `fresh`: nothing was written of the workspace's
   * backends yet.
   */
  async write(intent: Intent, key: readonly (string | number)[], command: Reported, fresh = false): Promise<void> {
    const { org, workspaceId, correlationId } = intent;
    const meta = systemMeta('provisioning', { org, key: [workspaceId, ...key], correlationId });
    const complete = { ...command, workspaceId, now: meta.now } as ProvisioningCommand;
    await this.runner.runAndFold(provisioningStream, workspaceId, complete, meta, { fresh });
  }
}
