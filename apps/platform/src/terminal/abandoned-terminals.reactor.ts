import { millisecondsOf } from '@guildhall/contracts';
import { isGone } from '@guildhall/leases';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { clock } from '../clock/clock.js';
import { repeated } from '../clock/repeated.js';
import { LeasedReactor, type Reactor } from '../reactors/reactor.js';
import { InjectLogger } from '../stores/injection.js';
import { ThisPlatform } from '../stores/this-platform.js';
import { OpenTerminals, type OpenTerminal } from './open-terminals.js';
import { TerminalRecord } from './terminal-record.js';

const lookEveryMs = 10_000;
/** A platform ends its terminals after a day: an older one belongs to a machine that is gone. */
const tooOldMs = 25 * 3_600_000;

/** Closes in the log what a platform that died could not close itself. */
@LeasedReactor()
@Injectable()
export class AbandonedTerminals implements Reactor {
  readonly name = 'terminals';
  readonly after = ['messages'] as const;
  private endLooking: () => void = () => undefined;

  constructor(
    private readonly open: OpenTerminals,
    private readonly record: TerminalRecord,
    private readonly platform: ThisPlatform,
    @InjectLogger() private readonly log: Logger,
  ) {}

  async start(): Promise<void> {
    await this.close();
    const failure = 'the look for abandoned terminals failed; the next one tries again';
    this.endLooking = repeated(lookEveryMs, () => this.close(), { log: this.log, failure });
  }

  stop(): void {
    this.endLooking();
  }

  private async close(): Promise<void> {
    for (const terminal of this.open.all().filter((one) => this.isAbandoned(one))) {
      try {
        await this.record.closed(terminal, { exitCode: null, cause: { code: 'platform_ended' } }, null);
      } catch (error) {
        this.log.warn(
          { err: error, session: terminal.sessionId },
          'an abandoned terminal could not be closed; the next sweep tries again',
        );
      }
    }
  }

  private isAbandoned({ platform, openedAt }: OpenTerminal): boolean {
    if (platform === this.platform.id) return false;
    return this.platform.isAlone || isGone(platform) || clock.now() - millisecondsOf(openedAt) > tooOldMs;
  }
}
