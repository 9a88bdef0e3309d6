import { GuildhallError, terminalLimits } from '@guildhall/contracts';
import { setTimeout as delay } from 'node:timers/promises';

/** Whoever loads a page anew comes back to another platform while the first one still closes what was open. */
const looks = 5;

/** Where to hear what other platforms, and this one a moment ago, wrote about terminals. */
export interface TerminalNews {
  /** Open terminals of a workspace, as far as the log was heard of. */
  countOf(workspaceId: string): number;
  /** Resolves when all was heard that was in the log when it was called, and all that this platform is writing. */
  caughtUp(): Promise<void>;
}

/** Keeps a workspace from having more open terminals than it may; those that are on their way into the log count. */
export class TerminalLimit {
  private readonly opening: string[] = [];

  /** `betweenLooksMs`: so long it waits before it looks at the log again. */
  constructor(
    private readonly news: TerminalNews,
    private readonly betweenLooksMs = 100,
  ) {}

  /** `opens` writes the new one into the log. Throws TERMINAL_LIMIT, and CHECK_UNAVAILABLE when the log does not answer. */
  async within<Opened>(workspaceId: string, opens: () => Promise<Opened>): Promise<Opened> {
    for (let look = 1; look <= looks && this.isFull(workspaceId); look += 1) {
      if (look > 1) await delay(this.betweenLooksMs);
      await this.news.caughtUp();
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
    return this.news.countOf(workspaceId) + opening >= terminalLimits.sessions;
  }
}
