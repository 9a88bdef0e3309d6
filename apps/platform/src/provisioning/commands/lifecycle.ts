import { GuildhallError, type GraphWorkspace } from '@guildhall/contracts';
import type { ProvisioningRequest } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { CommandRunner } from '../../commands/command-runner.js';
import type { CommandMeta } from '../../commands/command-meta.js';
import type { CommandOutcome } from '../../commands/executor/stream-executor.js';
import { Backends } from '../../backend-port/backends.js';
import { provisioningStream } from '../provisioning.stream.js';

/** Gives the commands of people, and of the platform on their behalf, to the workspaces' streams. */
@Injectable()
export class Lifecycle {
  constructor(
    private readonly runner: CommandRunner,
    private readonly backends: Backends,
  ) {}

  give(workspaceId: string, given: ProvisioningRequest, meta: CommandMeta): Promise<CommandOutcome> {
    const command = { ...given, workspaceId, now: meta.now };
    return this.runner.runAndFold(provisioningStream, workspaceId, command, meta);
  }

  /** Where the next incarnation of a workspace is started; throws EXTERNAL_RUNTIME and ENGINE_UNREACHABLE. */
  target({ id, runtime, backend }: GraphWorkspace): { runtime: string; backend: string | null } {
    if (runtime === 'external') throw new GuildhallError('EXTERNAL_RUNTIME', { id });
    const target = this.anyTarget(runtime, backend);
    const problem = target.backend === null ? null : this.backends.problemOf(target.backend);
    if (problem !== null) throw new GuildhallError('ENGINE_UNREACHABLE', { reason: problem });
    return target;
  }

  /** As `target`, also in an engine that does not answer now: the start waits for it. `last`: where it ran before. */
  anyTarget(runtime: string, last: string | null): { runtime: string; backend: string | null } {
    return { runtime, backend: this.backends.forNextStart(runtime, last)?.name ?? null };
  }
}
