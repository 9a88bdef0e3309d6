import { GuildhallError } from '@guildhall/contracts';
import { commandRuntime } from '@guildhall/domain';
import { Inject, Injectable } from '@nestjs/common';
import { newId } from '../../commands/ids.js';
import { systemMeta } from '../../commands/system-meta.js';
import { PlatformConfig } from '../../config/platform.config.js';
import { AgentVariables } from './agent-variables.js';
import { TokenIssuer } from '../../identity/index.js';
import { BackendFailure, type AgentBackend, type RunningAgent } from '../../backend-port/backend.js';
import type { Intent } from '../intents.js';
import { AskedVariables, FirstFiles } from './launch-ports.js';

const modelVariable = 'MODEL_PROVIDER';

/** Starts one agent with a token of its own. */
@Injectable()
export class AgentLaunch {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly firstFiles: FirstFiles,
    private readonly asked: AskedVariables,
    private readonly variables: AgentVariables,
    @Inject(PlatformConfig) private readonly config: Pick<PlatformConfig, 'tiers'>,
  ) {}

  /** The token is made for this start and handed over with it; those of earlier starts end. */
  async start(backend: AgentBackend, intent: Intent): Promise<RunningAgent> {
    await this.requirePossible(backend, intent);
    const { workspaceId, incarnation, runtime, command, org, correlationId } = intent;
    const meta = systemMeta('provisioning', { org, key: [workspaceId, 'token', newId()], correlationId });
    const name = `start ${incarnation}`;
    const { token, credentialId } = await this.issuer.issue({ workspaceId, name, incarnation }, meta);
    const { tier, access, workspaceDir, reset } = intent;
    const start = { workspaceId, incarnation, name: intent.name, tier, runtime, command, access, workspaceDir, reset };
    const variables = this.variablesOf(intent);
    const running = await backend.start({ ...start, variables, token }).catch(async (error: unknown) => {
      // An engine that was lost in the middle may have started it: then the token is in use.
      const isCertain = !(error instanceof BackendFailure && error.passing);
      if (isCertain) await this.issuer.revoke(credentialId, workspaceId, { code: 'start_failed' }, org);
      throw error;
    });
    const spare = running.adopted ? [credentialId] : this.issuer.ofEarlierStarts(workspaceId, credentialId);
    for (const id of spare)
      await this.issuer.revoke(id, workspaceId, { code: running.adopted ? 'start_adopted' : 'start_newer' }, org);
    return running;
  }

  /** Before a token is made: a start that waits for its engine is tried again every second. */
  private async requirePossible(backend: AgentBackend, intent: Intent): Promise<void> {
    const { runtime, command, tier } = intent;
    if (command === null && runtime === commandRuntime)
      throw BackendFailure.of(new GuildhallError('START_FAILED', { reason: 'RUNTIME_WITHOUT_BACKEND', runtime }));
    if (!this.config.tiers().includes(tier)) throw BackendFailure.of(new GuildhallError('TIER_NOT_ALLOWED', { tier }));
    const problem = await backend.check();
    if (problem !== null) throw new BackendFailure('ENGINE_UNREACHABLE', problem, true);
    await this.firstFiles.write(intent);
    await this.requireVariables(intent);
  }

  /** What the operator gives to all, and the model under the reference's name. */
  private variablesOf({ model }: Intent): ReadonlyMap<string, string> {
    const all = this.variables.all();
    return model === null ? all : new Map([...all, [modelVariable, model]]);
  }

  /** Better than an agent that starts and cannot do anything. */
  private async requireVariables(intent: Intent): Promise<void> {
    const given = this.variablesOf(intent);
    const missing = (await this.asked.of(intent)).filter((name) => !given.has(name));
    if (missing.length === 0) return;
    throw BackendFailure.of(new GuildhallError('AGENT_ENVIRONMENT_MISSING', { missing: missing.join(', ') }));
  }
}
