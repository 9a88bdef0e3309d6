import type { NewEvent, Position } from '@guildhall/contracts';
import type { ExpectedRevision } from '@guildhall/event-store';
import { evolvedFrom, type CachedStream } from '../cached-stream.js';
import { outcomeOf, type CommandDecision, type DecisionBasis } from '../command-decision.js';
import { KnownCommands } from '../known-commands.js';
import type { StreamType } from '../stream-type.js';
import type { WaitingCommand } from './waiting-command.js';

/** Events that share one append. A command that decides more of them goes out alone. */
const mostEvents = 500;
/** Bytes of their data: the store takes 1 MiB, and an event alone may have 64 KiB. */
const mostBytes = 512 * 1024;

interface Drafted {
  command: WaitingCommand;
  decision: CommandDecision;
  /** Of the last event when it was decided. */
  revision: number;
}

/** Commands that are decided one after the other on a committed stream, which they leave as it is, for one append. */
export class Draft implements DecisionBasis<unknown> {
  readonly events: (NewEvent & { revision: number })[] = [];
  readonly known: DecisionBasis<unknown>['known'];
  state: unknown;
  revision: number;
  private readonly drafted: Drafted[] = [];
  private readonly mine = new KnownCommands();
  /** The revision that the append expects. */
  readonly expected: ExpectedRevision;
  private isForked = false;
  private bytes = 0;

  constructor(
    private readonly stream: CachedStream<unknown>,
    private readonly streamType: StreamType<unknown, unknown>,
  ) {
    ({ state: this.state, revision: this.revision } = stream);
    this.expected = revisionOf(stream);
    this.known = { get: (id) => this.mine.get(id) ?? stream.known.get(id) };
  }

  get name(): string {
    return this.stream.name;
  }

  get commands(): readonly WaitingCommand[] {
    return this.drafted.map(({ command }) => command);
  }

  /** Those whose events the append would store. */
  get writers(): readonly WaitingCommand[] {
    return this.drafted.filter(({ decision }) => isWriting(decision)).map(({ command }) => command);
  }

  /** False: there is no room for it in this append. */
  add(command: WaitingCommand, decision: CommandDecision): boolean {
    const events = decision.kind === 'accepted' ? decision.events : [];
    const bytes = events.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0);
    const isFull = this.events.length + events.length > mostEvents || this.bytes + bytes > mostBytes;
    if (isFull && events.length > 0 && this.events.length > 0) return false;
    this.bytes += bytes;
    for (const event of events) this.evolve(event);
    if (decision.kind === 'accepted' && events.length > 0) this.mine.add(decision.commandId, decision.known);
    this.drafted.push({ command, decision, revision: this.revision });
    return true;
  }

  /** The append is stored: the stream takes its events over, and every command gets its answer. */
  commit(position: Position): void {
    const { stream } = this;
    const { decider, snapshots } = this.streamType;
    for (const event of this.events) stream.fold(event, (state, fact) => decider.evolve(state, fact));
    stream.committed(position);
    for (const { decision } of this.drafted) {
      if (decision.kind !== 'accepted' || !isWriting(decision)) continue;
      decision.known.position = position;
      stream.known.add(decision.commandId, decision.known);
    }
    for (const { command, decision, revision } of this.drafted) {
      command.settle(() => outcomeOf(decision, { state: stream.state, revision }, position));
    }
    snapshots?.appended(stream);
  }

  private evolve(event: NewEvent): void {
    const { decider } = this.streamType;
    if (!this.isForked && decider.fork !== undefined) this.state = decider.fork(this.state);
    this.isForked = true;
    this.revision += 1;
    const numbered = { ...event, revision: this.revision };
    this.state = decider.evolve(this.state, evolvedFrom(numbered));
    this.events.push(numbered);
  }
}

export const revisionOf = ({ revision }: { revision: number }): ExpectedRevision =>
  revision === -1 ? 'none' : revision;

const isWriting = (decision: CommandDecision): boolean => decision.kind === 'accepted' && decision.events.length > 0;
