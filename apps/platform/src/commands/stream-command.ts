import type { CommandAnswer } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta } from './command-meta.js';
import { CommandRunner } from './command-runner.js';
import type { StreamType } from './executor/stream-type.js';
import { recordedChange } from './recorded-change.js';

/**
 * Decide and append, and nothing else: the message of every command that needs no more. `answer`: what the answer says
 * besides the recorded change. A command that does more has a class and a handler of its own.
 */
export class StreamCommand<State, Request, Answer extends object> extends Command<Answer & CommandAnswer> {
  constructor(
    readonly streamType: StreamType<State, Request>,
    readonly id: string,
    readonly request: Request,
    readonly meta: CommandMeta,
    readonly answer: Answer,
  ) {
    super();
  }
}

@CommandHandler(StreamCommand)
export class StreamCommandHandler implements ICommandHandler<StreamCommand<unknown, unknown, object>> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(command: StreamCommand<unknown, unknown, object>): Promise<CommandAnswer> {
    const { streamType, id, request, meta, answer } = command;
    return { ...answer, ...recordedChange(await this.runner.run(streamType, id, request, meta)) };
  }
}
