import type { Cause } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { CommandRunner } from '../commands/command-runner.js';
import { actorOf, type CommandMeta, type Principal } from '../commands/command-meta.js';
import { systemMeta } from '../commands/system-meta.js';
import { ThisPlatform } from '../stores/this-platform.js';
import { terminalStream } from './terminal.stream.js';

/** Writes down who had a terminal, and when. Never what was typed or shown. */
@Injectable()
export class TerminalRecord {
  private readonly closing = new Set<Promise<unknown>>();

  constructor(
    private readonly runner: CommandRunner,
    private readonly platform: ThisPlatform,
  ) {}

  /** Resolves when it stands in the log: no terminal is open that is not there. */
  async opened(sessionId: string, workspaceId: string, who: Principal): Promise<void> {
    const meta = { ...this.meta(who.org, sessionId, 'open'), actor: actorOf(who) };
    await this.runner.runAndFold(
      terminalStream,
      sessionId,
      { type: 'open', sessionId, workspaceId, platform: this.platform.id },
      meta,
      { fresh: true },
    );
  }

  /** `who`: null when the platform closed it. */
  async closed(
    terminal: { sessionId: string; workspaceId: string; org: string },
    end: { exitCode: number | null; cause: Cause },
    who: Principal | null,
  ): Promise<void> {
    const { sessionId, workspaceId, org } = terminal;
    const system = this.meta(org, sessionId, 'close');
    const meta = who === null ? system : { ...system, actor: actorOf(who) };
    const command = { type: 'close', sessionId, workspaceId, ...end } as const;
    const writing = this.runner.runAndFold(terminalStream, sessionId, command, meta);
    this.closing.add(writing);
    await writing.finally(() => this.closing.delete(writing));
  }

  /** Resolves when all ends that were to be written until now are, or could not be. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.closing);
  }

  private meta(org: string, sessionId: string, step: 'open' | 'close'): CommandMeta {
    return systemMeta('terminal', { org, key: [sessionId, step], correlationId: sessionId });
  }
}
