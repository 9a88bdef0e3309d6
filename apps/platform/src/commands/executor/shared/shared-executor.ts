import type { EventStore } from '@guildhall/event-store';
import { clock } from '../../../clock/clock.js';
import type { CachedStream } from '../cached-stream.js';
import { decideOn, type CommandDecision, type DecisionBasis } from '../command-decision.js';
import type { StreamCache } from '../stream-cache.js';
import { longestWaitMs, StreamExecutor, type CommandOutcome, type CommandRequest } from '../stream-executor.js';
import { StreamQueue, type QueueContext } from './stream-queue.js';
import type { StreamType } from '../stream-type.js';
import { WaitingCommand } from './waiting-command.js';

/**
 * For a log that other processes write, too: commands are decided on the committed state, and one append for each stream
 * is under way. With two, an event of another process between them could let the second pass on a state that never
 * existed.
 */
export class SharedExecutor extends StreamExecutor {
  /** Of each stream that commands wait for. */
  private readonly queues = new Map<string, StreamQueue>();
  private readonly context: QueueContext;

  constructor(
    store: Pick<EventStore, 'append'>,
    cache: StreamCache,
    private readonly now: () => number = () => clock.now(),
  ) {
    super(cache);
    const tooLate = ({ since }: WaitingCommand, cause: unknown): Error | null =>
      this.now() - since >= longestWaitMs ? this.busy(cause) : null;
    this.context = { store, cache, counts: this.counts, tooLate };
  }

  execute<State, Command>(request: CommandRequest<State, Command>): Promise<CommandOutcome<State>> {
    const { streamType, stream, fresh = false } = request;
    return this.enqueue(streamType, stream, fresh, (basis) => decideOn(basis, request, this.now()));
  }

  async currentState<State, Command>(
    streamType: StreamType<State, Command>,
    name: string,
  ): Promise<CachedStream<State>> {
    await this.enqueue(streamType, name, false, nothingToDo);
    return this.cache.loaded(streamType, name);
  }

  private enqueue<State, Command>(
    streamType: StreamType<State, Command>,
    name: string,
    fresh: boolean,
    decide: (basis: DecisionBasis<State>) => CommandDecision,
  ): Promise<CommandOutcome<State>> {
    const command = new WaitingCommand(
      streamType as StreamType<unknown, unknown>,
      fresh,
      this.now(),
      decide as (basis: DecisionBasis<unknown>) => CommandDecision,
    );
    this.queueOf(name).add(command);
    return command.answered as Promise<CommandOutcome<State>>;
  }

  private queueOf(name: string): StreamQueue {
    const found = this.queues.get(name);
    if (found !== undefined) return found;
    const queue = new StreamQueue(name, this.context, () => this.queues.delete(name));
    this.queues.set(name, queue);
    return queue;
  }
}

/** Of a query: it waits in the queue to see what came before it. */
const nothingToDo = ({ revision }: DecisionBasis<unknown>): CommandDecision => ({
  kind: 'accepted',
  commandId: '',
  known: { digest: '', revision, count: 0, position: null, at: 0 },
  facts: [],
  events: [],
});
