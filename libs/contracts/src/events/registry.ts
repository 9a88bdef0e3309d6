import { causeSentence } from './causes.js';
import type { NewEvent, RecordedEvent } from '../declarations/envelope.js';
import type { DataOf, EventDeclaration, FactOf } from '../declarations/event.js';
import type { SentenceWords } from '../declarations/sentence.js';
import { eventDeclarations } from '../slices.js';

export { eventDeclarations };

export type EventType = keyof typeof eventDeclarations;
/** A fact of any type. */
export type AnyFact = FactOf<(typeof eventDeclarations)[EventType]>;
/** A fact as recorded: narrows `data` by `type`. */
export type Recorded<F extends AnyFact = AnyFact> = F extends AnyFact ? RecordedEvent<F['type'], F['data']> : never;
export type Unrecorded<F extends AnyFact = AnyFact> = F extends AnyFact ? NewEvent<F['type'], F['data']> : never;

/** The declaration of a type, or undefined when this version does not know it. */
export const declarationOf = (type: string): EventDeclaration | undefined =>
  Object.hasOwn(eventDeclarations, type) ? eventDeclarations[type as EventType] : undefined;

/** The data of every event type: the source of `docs/reference/events.json`. */
export type EventData = { [Type in EventType]: DataOf<(typeof eventDeclarations)[Type]> };

/** What happened, in one sentence without a subject; for a type of a newer version: its name. */
export const eventSentence = ({ type, data }: { type: string; data: unknown }, words: SentenceWords): string =>
  declarationOf(type)?.sentence(data, { ...words, becauseOf: causeSentence }) ?? type;
