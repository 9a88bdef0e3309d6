import type { Cause } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { newId } from '../../commands/ids.js';
import { systemMeta } from '../../commands/system-meta.js';
import { InjectLogger } from '../../stores/injection.js';
import { Lifecycle } from '../commands/lifecycle.js';
import type { Intent } from '../intents.js';

/** Puts agents to sleep and wakes them; what fails is logged, and tried again by the next sweep. */
@Injectable()
export class SleepCommands {
  constructor(
    private readonly lifecycle: Lifecycle,
    @InjectLogger() private readonly log: Logger,
  ) {}

  hibernate(intent: Intent, cause: Cause): Promise<void> {
    return this.give(intent, { type: 'hibernate', cause });
  }

  wake(intent: Intent): Promise<void> {
    const target = this.lifecycle.anyTarget(intent.runtime, intent.backend);
    return this.give(intent, { type: 'wake', cause: { code: 'message_received' }, ...target });
  }

  private async give({ workspaceId, org }: Intent, command: Parameters<Lifecycle['give']>[1]): Promise<void> {
    const meta = systemMeta('hibernation', { org, key: [workspaceId, newId()], correlationId: newId() });
    try {
      await this.lifecycle.give(workspaceId, command, meta);
    } catch (error) {
      this.log.error({ err: error, workspace_id: workspaceId }, 'an agent could not be put to sleep or woken');
    }
  }
}
