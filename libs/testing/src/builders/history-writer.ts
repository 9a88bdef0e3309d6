import {
  declarationOf,
  GuildhallError,
  instantOf,
  type ActorRef,
  type AnyFact,
  type RecordedEvent,
} from '@guildhall/contracts';
import type { DecidedEvents, Decider } from '@guildhall/domain';
import { positionAt } from './recorded.js';
import type { SeededRandom } from './seeded-random.js';

interface OpenStream {
  state: unknown;
  revision: number;
}

/** A log in memory, written by real deciders: what they refuse is not in it. */
export class HistoryWriter {
  readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, OpenStream>();
  private nowAt = Number.NaN;
  private nowText = '';

  constructor(
    readonly org: string,
    readonly random: SeededRandom,
    /** Milliseconds since the epoch; advances with every command. */
    private clockMs: number,
  ) {}

  get nowMs(): number {
    return this.clockMs;
  }

  get now(): string {
    if (this.nowAt !== this.clockMs) {
      this.nowAt = this.clockMs;
      this.nowText = instantOf(this.clockMs);
    }
    return this.nowText;
  }

  newId(): string {
    return this.random.uuid(this.clockMs);
  }

  /** Present state of a stream; undefined: the stream is empty. */
  state<State>(stream: string): State | undefined {
    return this.streams.get(stream)?.state as State | undefined;
  }

  /** Decides and appends; gives the events, none when the decider refused or had nothing to do. */
  run<State, Command, F extends AnyFact>(
    decider: Decider<State, Command, F>,
    name: string,
    command: Command,
    actor: ActorRef = { kind: 'operator', id: 'operator' },
  ): readonly RecordedEvent[] {
    this.clockMs += 1 + this.random.below(2_000);
    const stream = this.streams.get(name) ?? { state: decider.initialState(), revision: -1 };
    this.streams.set(name, stream);
    const facts = this.decided(decider, stream.state as State, command);
    if (facts.length === 0) return [];
    const commandId = this.newId();
    return facts.map((fact, index) =>
      this.append(decider, name, stream, fact, this.idOf(commandId, index), commandId, actor),
    );
  }

  private decided<State, Command, F extends AnyFact>(
    decider: Decider<State, Command, F>,
    state: State,
    command: Command,
  ) {
    try {
      return decider.decide(state, command);
    } catch (refusal) {
      if (refusal instanceof GuildhallError) return [];
      throw refusal;
    }
  }

  private append<State, Command, F extends AnyFact>(
    decider: Decider<State, Command, F>,
    name: string,
    stream: OpenStream,
    fact: DecidedEvents<F>[number],
    eventId: string,
    commandId: string,
    actor: ActorRef,
  ): RecordedEvent {
    const recordedAt = this.now;
    stream.revision += 1;
    const { undoes, ...plain } = fact;
    const evolved = { ...fact, revision: stream.revision, eventId, recordedAt };
    stream.state = decider.evolve(stream.state as State, evolved);
    const event: RecordedEvent = {
      id: eventId,
      type: plain.type,
      data: plain.data,
      stream: name,
      revision: stream.revision,
      position: positionAt(this.events.length + 1),
      metadata: {
        schemaVersion: declarationOf(plain.type)?.schemaVersion ?? 1,
        commandId,
        commandDigest: commandId,
        recordedAt,
        $correlationId: commandId,
        $causationId: commandId,
        actor,
        org: this.org,
        hop: 0,
        occurredAt: recordedAt,
        ...(undoes === undefined ? {} : { undoes }),
      },
    };
    this.events.push(event);
    return event;
  }

  /** Looks like a version 5 UUID, as the platform derives it from command and index. */
  private idOf(commandId: string, index: number): string {
    return `${commandId.slice(0, 14)}5${commandId.slice(15, 34)}${index.toString(16).padStart(2, '0')}`;
  }
}
