import type { Position } from '@guildhall/contracts';
import type { Vault } from '@guildhall/vault';
import { Injectable } from '@nestjs/common';
import { LogFollower } from '../log/log-follower.js';
import { Metrics } from '../metrics/metrics.js';
import type { CommandMeta } from './command-meta.js';
import { StreamExecutor, type CommandRequest, type CommandOutcome } from './executor/stream-executor.js';
import type { StreamType } from './executor/stream-type.js';
import { InjectVault } from '../stores/injection.js';

/** Subject whose key makes the digests of an organisation's commands. */
const digestSubject = (org: string): string => `organisation:${org}`;

/** What a caller knows of the stream besides the command. */
export type RunOptions<State> = Pick<CommandRequest<State, unknown>, 'check' | 'fresh'>;

/** Runs a command for a request or a reactor: digest, decision, append, metrics. */
@Injectable()
export class CommandRunner {
  constructor(
    private readonly executor: StreamExecutor,
    @InjectVault() private readonly vault: Vault,
    private readonly follower: LogFollower,
    private readonly metrics: Metrics,
  ) {}

  async run<State, Command>(
    streamType: StreamType<State, Command>,
    id: string,
    command: Command,
    meta: CommandMeta,
    options: RunOptions<State> = {},
  ): Promise<CommandOutcome<State>> {
    const digest = await this.vault.digest(digestSubject(meta.org), meta.fingerprint);
    try {
      const request = { streamType, stream: streamType.nameOf(id), command, meta, digest, ...options };
      const decided = await this.executor.execute(request);
      this.metrics.commands.inc({
        outcome: decided.repeated ? 'repeated' : decided.eventIds.length > 0 ? 'accepted' : 'no-op',
      });
      return decided;
    } catch (error) {
      this.metrics.commands.inc({ outcome: 'refused' });
      throw error;
    }
  }

  /** Resolves when this process's own folds hold everything up to `position`. */
  folded(position: Position | null): Promise<void> {
    return this.follower.reached(position);
  }

  /** As `run`, and waits until this process's own folds know it: for credentials and registrations. */
  async runAndFold<State, Command>(
    streamType: StreamType<State, Command>,
    id: string,
    command: Command,
    meta: CommandMeta,
    options: RunOptions<State> = {},
  ): Promise<CommandOutcome<State>> {
    const decided = await this.run(streamType, id, command, meta, options);
    await this.follower.reached(decided.position);
    return decided;
  }
}
