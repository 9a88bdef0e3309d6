import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { TokenIssuer } from '../identity/token-issuer.js';
import { BackendFailure, type AgentBackend, type RunningAgent } from './backend.js';
import type { Intent } from './intents.js';

/** Lays what an agent finds in its folders before its first start. */
export interface FirstFiles {
  lay(intent: Intent, backend: AgentBackend): Promise<void>;
}

/** Starts one agent with a token of its own. */
@Injectable()
export class AgentLaunch {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly firstFiles: FirstFiles,
  ) {}

  /** The token is made for this start and handed over with it; those of earlier starts end. */
  async start(backend: AgentBackend, intent: Intent): Promise<RunningAgent> {
    const { workspaceId, incarnation, runtime, command, org, correlationId } = intent;
    if (command === null) {
      throw new BackendFailure(
        'START_FAILED',
        new GuildhallError('RUNTIME_WITHOUT_BACKEND', { runtime }).message,
        false,
      );
    }
    await this.firstFiles.lay(intent, backend);
    const meta = systemMeta('provisioning', { org, key: [workspaceId, 'token', newId()], correlationId });
    const name = `start ${incarnation}`;
    const { token, credentialId } = await this.issuer.issue({ workspaceId, name, incarnation }, meta);
    const { tier, access, workspaceDir, reset } = intent;
    const start = { workspaceId, incarnation, name: intent.name, tier, runtime, command, access, workspaceDir, reset };
    const running = await backend.start({ ...start, token });
    const spare = running.adopted ? [credentialId] : this.issuer.ofEarlierStarts(workspaceId, credentialId);
    for (const id of spare)
      await this.issuer.revoke(id, workspaceId, running.adopted ? 'not needed' : 'a newer start', org);
    return running;
  }
}
