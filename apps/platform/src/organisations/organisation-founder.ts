import { GuildhallError, UnreadableEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { CommandRunner } from '../commands/command-runner.js';
import { systemMeta } from '../commands/system-meta.js';
import { organisationStream } from './organisation.stream.js';

/** The first start makes the organisation that everything belongs to until there are others. */
@Injectable()
export class OrganisationFounder {
  constructor(private readonly runner: CommandRunner) {}

  /** Does nothing when it exists. */
  async ensure(org: string): Promise<void> {
    const meta = systemMeta('founder', { org, key: [org], correlationId: org });
    const command = { type: 'found', org, name: 'My organisation' } as const;
    try {
      await this.runner.runAndFold(organisationStream, org, command, meta);
    } catch (error) {
      if (!provesThatItExists(error)) throw error;
    }
  }
}

/**
 * A newer version wrote to its stream: only its own commands have to wait for the update. Or the stream holds this command
 * and the key is gone that would show that it is the same one.
 */
const provesThatItExists = (error: unknown): boolean =>
  error instanceof UnreadableEvent || (error instanceof GuildhallError && error.code === 'IDEMPOTENCY_KEY_REUSED');
