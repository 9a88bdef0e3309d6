import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { JsonObject } from '@guildhall/contracts';
import { A2AServer, type Service } from './a2a/a2a-server.js';
import { cardDocument, directCard, publicCard } from './a2a/agent-card.js';
import { CommandExecutor } from './a2a/command-executor.js';
import { IdempotentRequestHandler } from './a2a/idempotent-request-handler.js';
import { Executions } from './command/executions.js';
import type { Log } from './log.js';
import type { AgentOptions } from './options/options.js';
import { InitialPrompt } from './platform/initial-prompt.js';
import { PlatformClient } from './platform/platform-client.js';
import { Presence, type PresenceEnd } from './platform/presence.js';
import { AnswerJournal } from './state/answer-journal.js';
import { WorkspaceLock } from './state/workspace-lock.js';

const connectionsWithinMs = 500;

/** One agent process: lock, journal, A2A server, and its presence at the platform. */
export class Agent {
  private readonly stopping = new AbortController();
  private readonly secret = randomBytes(18).toString('base64url');

  constructor(
    private readonly options: AgentOptions,
    private readonly log: Log,
  ) {}

  /** Runs until it is stopped or must end, and returns why. Running work ends or is cancelled within the stop timeout. */
  async run(): Promise<PresenceEnd> {
    const { options, log } = this;
    const lock = await WorkspaceLock.acquire(options.stateDir, options.workspaceId, options.incarnation);
    try {
      const journal = AnswerJournal.open(options.stateDir);
      const executions = this.executions(journal);
      executions.settleInterrupted();
      const server = new A2AServer(this.secret, log);
      const url = this.urlAt(await server.listen(options.host, options.port));
      server.open(this.service(url, executions, journal));
      lock.mark(url);
      log('info', 'listening', { port: new URL(url).port, pid: process.pid, incarnation: options.incarnation });
      const end = await this.presence(url, executions).run(this.stopping.signal);
      server.stopAccepting();
      await executions.close(options.stopTimeoutMs);
      await server.close(connectionsWithinMs);
      return end;
    } finally {
      lock.release();
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  private executions(journal: AnswerJournal): Executions {
    const { command, directory, timeoutMs, workspaceId, platformUrl, tier, token, passedOn } = this.options;
    return new Executions(
      { agent: { workspaceId, platformUrl, tier, token, passedOn }, command, directory, timeoutMs },
      journal,
      this.log,
    );
  }

  /** The secret in it keeps other local processes from bypassing the platform. */
  private urlAt(port: number): string {
    const { host, publicUrl } = this.options;
    const base = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    return `${base}/${this.secret}/`;
  }

  private service(url: string, executions: Executions, journal: AnswerJournal): Service {
    const card = directCard(this.cardFacts(), url);
    const executor = new CommandExecutor(executions, (key) => handler.begun(key));
    const handler = new IdempotentRequestHandler(card, executor, executions, journal);
    return { handler, directCard: cardDocument(card), publicCard: this.publicCard() };
  }

  private presence(url: string, executions: Executions): Presence {
    const { workspaceId, platformUrl, token, incarnation, heartbeatMs, platformLostMs } = this.options;
    const { configDir, stateDir } = this.options;
    const platform = new PlatformClient(platformUrl, token);
    const first = new InitialPrompt(platform, { workspaceId, configDir, stateDir }, this.log);
    return new Presence(
      platform,
      { workspaceId, url, card: this.publicCard(), incarnation, heartbeatMs, platformLostMs },
      () => executions.activity(),
      () => void first.sendOnce(this.stopping.signal),
      this.log,
    );
  }

  private publicCard(): JsonObject {
    return cardDocument(publicCard(this.cardFacts(), this.options.platformUrl, this.options.workspaceId));
  }

  private cardFacts(): { name: string; program: string } {
    return { name: this.options.name, program: basename(this.options.command[0]) };
  }
}
