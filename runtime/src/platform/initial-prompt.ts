import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.js';
import type { PlatformClient } from './platform-client.js';

/** The marker file that other runtimes of this kind also write. */
const doneMark = '.initial_prompt_done';
const idFile = 'initial-prompt.id';
const asksForOne = /^initial_prompt(_file)?\s*:/m;

/**
 * The first message to an agent, sent once in its lifetime: `initial_prompt` of its `config.yaml`, or the file that
 * `initial_prompt_file` names. The agent sends it to itself through the platform, so that people can see it. The id is
 * stored before the message is sent: after a crash the same id is sent again and recognised.
 */
export class InitialPrompt {
  constructor(
    private readonly platform: PlatformClient,
    private readonly at: { workspaceId: string; configDir: string; stateDir: string },
    private readonly log: Log,
  ) {}

  /** Never throws: an agent without its first prompt still works, and the next start retries. */
  async sendOnce(signal: AbortSignal): Promise<void> {
    try {
      if (this.isWanted()) await this.send(signal);
    } catch (error) {
      this.log('warn', 'the initial prompt was not sent', { reason: (error as Error).message });
    }
  }

  private isWanted(): boolean {
    const file = join(this.at.configDir, 'config.yaml');
    return !existsSync(this.mark()) && existsSync(file) && asksForOne.test(readFileSync(file, 'utf8'));
  }

  private async send(signal: AbortSignal): Promise<void> {
    const { workspaceId } = this.at;
    const prompt = this.text(await this.platform.configuration(workspaceId, signal));
    if (prompt === '') return;
    const answer = await this.platform.send(workspaceId, { messageId: this.messageId(), text: prompt }, signal);
    if (answer.kind !== 'ok') throw new Error(answer.reason);
    writeFileSync(this.mark(), '', { mode: 0o600 });
    this.log('info', 'the initial prompt was sent');
  }

  private text(config: Record<string, unknown>): string {
    const { initial_prompt: inline, initial_prompt_file: file } = config;
    if (typeof inline === 'string' && inline !== '') return inline;
    return typeof file === 'string' && file !== '' ? readFileSync(join(this.at.configDir, file), 'utf8') : '';
  }

  private messageId(): string {
    const file = join(this.at.stateDir, idFile);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const id = `initial-${randomUUID()}`;
    writeFileSync(`${file}.new`, id);
    renameSync(`${file}.new`, file);
    return id;
  }

  private mark(): string {
    return join(this.at.configDir, doneMark);
  }
}
