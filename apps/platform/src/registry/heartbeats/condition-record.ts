import type { Vault } from '@guildhall/vault';
import { Injectable } from '@nestjs/common';
import type { CommandMeta } from '../../commands/command-meta.js';
import { CommandRunner } from '../../commands/command-runner.js';
import { InjectVault } from '../../stores/injection.js';
import { sealWords } from '../../stores/sealed-words.js';
import { agentStream } from '../agent.stream.js';
import type { ConditionChange } from './agent-condition.js';

/** Records what a heartbeat changed. */
@Injectable()
export class ConditionRecord {
  constructor(
    private readonly runner: CommandRunner,
    @InjectVault() private readonly vault: Vault,
  ) {}

  async wentOnline(workspaceId: string, incarnation: number, meta: CommandMeta): Promise<void> {
    const command = { type: 'wentOnline', workspaceId, incarnation, cause: { code: 'heartbeat' } } as const;
    await this.runner.runAndFold(agentStream, workspaceId, command, meta);
  }

  async changed(workspaceId: string, incarnation: number, change: ConditionChange, meta: CommandMeta): Promise<void> {
    const by = { workspaceId, incarnation };
    if (change.type === 'recovered') {
      await this.runner.runAndFold(agentStream, workspaceId, { ...change, ...by }, meta);
      return;
    }
    const { type, cause, said } = change;
    const words = await sealWords(this.vault, workspaceId, said);
    await this.runner.runAndFold(agentStream, workspaceId, { type, cause, words, ...by }, meta);
  }
}
