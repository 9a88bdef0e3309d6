import { GuildhallError, terminalLimits } from '@guildhall/contracts';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { LogFreshness } from '../../log/log-freshness.js';
import { OpenTerminals } from '../open-terminals.js';
import { TerminalRecord } from '../terminal-record.js';

/** A page that is reloaded may reach another platform while the first one still closes its terminals. */
const looks = 5;

/** Keeps a workspace from having more open terminals than it may; those that are on their way into the log count. */
@Injectable()
export class TerminalLimit {
  private readonly opening: string[] = [];

  /** `betweenLooksMs`: how long it waits before it looks at the log again. */
  constructor(
    @Inject(OpenTerminals) private readonly open: Pick<OpenTerminals, 'countOf'>,
    @Inject(TerminalRecord) private readonly record: Pick<TerminalRecord, 'settled'>,
    @Inject(LogFreshness) private readonly freshness: Pick<LogFreshness, 'caughtUp'>,
    @Optional() private readonly betweenLooksMs = 100,
  ) {}

  /** `opens` writes the new one into the log. Throws TERMINAL_LIMIT, and CHECK_UNAVAILABLE when the log does not answer. */
  async within<Opened>(workspaceId: string, opens: () => Promise<Opened>): Promise<Opened> {
    for (let look = 1; look <= looks && this.isFull(workspaceId); look += 1) {
      if (look > 1) await delay(this.betweenLooksMs);
      await this.record.settled();
      await this.freshness.caughtUp();
    }
    if (this.isFull(workspaceId))
      throw new GuildhallError('TERMINAL_LIMIT', { id: workspaceId, limit: terminalLimits.sessions });
    this.opening.push(workspaceId);
    try {
      return await opens();
    } finally {
      this.opening.splice(this.opening.indexOf(workspaceId), 1);
    }
  }

  private isFull(workspaceId: string): boolean {
    const opening = this.opening.filter((id) => id === workspaceId).length;
    return this.open.countOf(workspaceId) + opening >= terminalLimits.sessions;
  }
}
