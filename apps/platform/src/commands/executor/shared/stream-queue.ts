import type { Position } from '@guildhall/contracts';
import { EventTooLarge, WrongExpectedRevision, type EventStore } from '@guildhall/event-store';
import { setTimeout as delay } from 'node:timers/promises';
import type { CachedStream } from '../cached-stream.js';
import { outcomeOf, type CommandDecision } from '../command-decision.js';
import { Draft, revisionOf } from './draft.js';
import type { StreamCache } from '../stream-cache.js';
import { WriterTurns } from './writer-turns.js';
import type { WaitingCommand } from './waiting-command.js';

/** What the queues of all streams share. */
export interface QueueContext {
  store: Pick<EventStore, 'append'>;
  cache: StreamCache;
  counts: { retries: number; conflicts: number };
  /** The refusal of a command that lost for too long; null: it may be tried again. */
  tooLate(command: WaitingCommand, cause: unknown): Error | null;
}

/** Before the log is read again that said nothing new although it refused an append. */
const longestPauseMs = 20;

/**
 * The commands of one stream in their order of arrival. One append is under way; what comes meanwhile shares the next
 * one. An append that loses leaves the committed state as it is: what others wrote is read and folded, and the same
 * commands are decided again.
 */
export class StreamQueue {
  private waiting: WaitingCommand[] = [];
  private readonly turns = new WriterTurns();
  private isRunning = false;

  constructor(
    private readonly name: string,
    private readonly context: QueueContext,
    private readonly onIdle: () => void,
  ) {}

  add(command: WaitingCommand): void {
    this.waiting.push(command);
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.length > 0) {
      try {
        await this.turn();
      } catch (error) {
        for (const command of this.waiting.splice(0)) command.fail(error);
      }
    }
    this.isRunning = false;
    this.onIdle();
  }

  private async turn(): Promise<void> {
    const stream = await this.current();
    const draft = this.draft(stream);
    if (draft.events.length > 0) return this.send(stream, draft);
    if (draft.commands.length > 0) return this.prove(stream, draft.commands);
  }

  private async current(): Promise<CachedStream<unknown>> {
    const { cache } = this.context;
    const { streamType, fresh } = this.head;
    const isRead = !cache.has(this.name) && !fresh;
    const before = [...this.waiting];
    const stream = await cache.loaded(streamType, this.name, fresh);
    if (stream.isUncertain) await cache.catchUp(streamType, stream);
    if (isRead || stream.isUncertain) markProved(before);
    stream.isUncertain = false;
    return stream;
  }

  /** Decides what waits, as much as one append takes, and answers at once what needs no proof. */
  private draft(stream: CachedStream<unknown>): Draft {
    const draft = new Draft(stream, this.head.streamType);
    let taken = 0;
    for (const command of this.waiting) {
      if (command.isAlone && draft.commands.length > 0) break;
      const decision = command.decide(draft);
      if (isProved(command, decision) && draft.events.length === 0) {
        command.settle(() => outcomeOf(decision, stream, stream.position));
      } else if (!draft.add(command, decision)) break;
      taken += 1;
      if (command.isAlone) break;
    }
    this.waiting.splice(0, taken);
    return draft;
  }

  /** A refusal or a no-op is proved by a look: it is decided again on everything that was stored when it came. */
  private async prove(stream: CachedStream<unknown>, commands: readonly WaitingCommand[]): Promise<void> {
    this.putBack(commands);
    await this.context.cache.catchUp(this.head.streamType, stream);
    markProved(commands);
  }

  private async send(stream: CachedStream<unknown>, draft: Draft): Promise<void> {
    const begun = performance.now();
    let position: Position;
    stream.pending += 1;
    try {
      ({ position } = await this.context.store.append(this.name, draft.events, draft.expected));
    } catch (error) {
      return await this.failed(stream, draft, error);
    } finally {
      stream.pending -= 1;
    }
    this.commit(stream, draft, position);
    await this.turns.afterAppend(stream, performance.now() - begun);
  }

  private commit(stream: CachedStream<unknown>, draft: Draft, position: Position): void {
    try {
      draft.commit(position);
    } catch (error) {
      this.context.cache.drop(stream);
      for (const command of draft.commands) command.fail(error);
    }
  }

  private async failed(stream: CachedStream<unknown>, draft: Draft, error: unknown): Promise<void> {
    if (error instanceof WrongExpectedRevision) return this.lost(stream, draft, error);
    const { writers } = draft;
    if (error instanceof EventTooLarge && writers.length > 1) {
      for (const command of writers) command.isAlone = true;
      return this.putBack(draft.commands);
    }
    for (const command of writers) command.fail(error);
    stream.isUncertain = true;
    this.putBack(draft.commands.filter((command) => !writers.includes(command)));
  }

  /** Another writer was first: reads what it wrote, unless the stream has followed the log that far by now. */
  private async lost(stream: CachedStream<unknown>, draft: Draft, cause: WrongExpectedRevision): Promise<void> {
    const { cache, counts, tooLate } = this.context;
    const { commands } = draft;
    counts.conflicts += 1;
    stream.contestedAt = performance.now();
    const again = commands.filter((command) => {
      const refusal = tooLate(command, cause);
      if (refusal !== null) command.fail(refusal);
      return refusal === null;
    });
    counts.retries += again.length;
    this.putBack(again);
    const [first] = commands;
    if (first === undefined) return;
    if (cause.actual === 'none' || stream.revision < cause.actual) {
      await cache.catchUp(first.streamType, stream);
      markProved(again);
    }
    if (revisionOf(stream) === draft.expected) await delay(Math.random() * longestPauseMs);
  }

  private putBack(commands: readonly WaitingCommand[]): void {
    this.waiting = [...commands, ...this.waiting];
  }

  private get head(): WaitingCommand {
    const [first] = this.waiting;
    if (first === undefined) throw new Error(`nothing waits for ${this.name}`);
    return first;
  }
}

/** May it be answered although no append follows? */
const isProved = (command: WaitingCommand, decision: CommandDecision): boolean => {
  if (decision.kind === 'repeated') return decision.known.position !== null;
  return command.isProved && (decision.kind === 'refused' || decision.events.length === 0);
};

const markProved = (commands: readonly WaitingCommand[]): void => {
  for (const command of commands) command.isProved = true;
};
