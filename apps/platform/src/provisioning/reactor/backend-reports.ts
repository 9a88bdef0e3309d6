import type { Cause } from '@guildhall/contracts';
import type { Vault } from '@guildhall/vault';
import { Injectable } from '@nestjs/common';
import type { BackendExit, RunningAgent } from '../../backend-port/backend.js';
import { handleName } from '../../backend-port/backends.js';
import { newId } from '../../commands/ids.js';
import { AgentRecord } from '../../registry/index.js';
import type { Intent } from '../intents.js';
import { ProvisioningRecord } from '../provisioning-record.js';
import { InjectVault } from '../../stores/injection.js';
import { sealWords } from '../../stores/sealed-words.js';
import { OpenIntents } from './open-intents.js';
import type { StartFailure } from '../launch/start-failure.js';

/** Records what the reactor did with backends, or saw of them. Each report is one command, however often it is repeated. */
@Injectable()
export class BackendReports {
  constructor(
    private readonly record: ProvisioningRecord,
    private readonly agents: AgentRecord,
    private readonly intents: OpenIntents,
    @InjectVault() private readonly vault: Vault,
  ) {}

  requested(intent: Intent, backend: string | null): Promise<void> {
    const { runtime, incarnation } = intent;
    const reason = incarnation === 0 ? 'created' : 'runtime_changed';
    const request = { type: 'request', runtime, backend, reason } as const;
    return this.record.write(intent, ['request', reason, incarnation], request, incarnation === 0);
  }

  started(intent: Intent, { handle, adopted }: RunningAgent): Promise<void> {
    const { incarnation } = intent;
    return this.record.write(intent, ['started', incarnation], { type: 'started', incarnation, handle, adopted });
  }

  async failed(intent: Intent, { cause, said }: StartFailure): Promise<void> {
    const { incarnation } = intent;
    const words = await sealWords(this.vault, intent.workspaceId, said);
    await this.record.write(intent, ['failed', incarnation], { type: 'failed', incarnation, cause, words });
  }

  lost(intent: Intent, cause: Cause): Promise<void> {
    const { incarnation } = intent;
    return this.record.write(intent, ['lost', incarnation, newId()], { type: 'lost', incarnation, cause });
  }

  found(intent: Intent): Promise<void> {
    const { incarnation } = intent;
    return this.record.write(intent, ['found', incarnation, newId()], { type: 'found', incarnation });
  }

  /** Ends what runs of it. `key`: why, as one word. */
  stop(intent: Intent, key: 'left' | 'removed', cause: Cause): Promise<void> {
    return this.record.write(intent, [key, intent.incarnation], { type: 'stop', cause });
  }

  async ended(exit: BackendExit): Promise<void> {
    const { workspaceId, incarnation, exitCode, signal, cause } = exit;
    const intent = this.intents.get(workspaceId);
    if (intent === undefined) return;
    await this.agents.wentOffline(workspaceId, incarnation, cause);
    const requested = this.intents.isRemoved(intent);
    const stopped = { type: 'stopped', incarnation, exitCode, signal, cause, requested } as const;
    await this.record.write(intent, ['stopped', incarnation], stopped);
  }

  /** An agent was ended that should not run. */
  async reaped({ workspaceId, incarnation, handle }: RunningAgent, backend: string): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent === undefined) return;
    const name = handleName(handle);
    const isGone = this.intents.isRemoved(intent);
    const cause = isGone ? { code: 'workspace_removed' } : replacedBy(intent);
    const orphan = { type: 'reaped', incarnation, backend, handle: name, cause } as const;
    await this.record.write(intent, ['reaped', incarnation, name], orphan);
  }
}

const replacedBy = ({ incarnation, phase }: Intent): Cause => ({
  code: 'incarnation_replaced',
  details: { newest: incarnation, phase },
});
