import type { ChainedEvent } from '../audit/log-chain.js';
import { schemaVersionIn } from '../embedded/reading/stored-event.js';
import { isReadable } from '../upcasting/schema-version.js';
import { UnreadableLogEvent } from './errors.js';

const typeInLine = /^\["(?:[^"\\]|\\.)*",\d+,"[^"]*","([^"]*)",/;

/**
 * Looks at an event's line without parsing it. Throws `UnreadableLogEvent` for a type or a schema version that this
 * version of Guildhall does not know. `number` counts the events of the source from 1.
 */
export const requireReadableLine = (source: string, number: number, line: string): void => {
  const type = typeInLine.exec(line)?.[1] ?? '';
  const schemaVersion = schemaVersionIn(line);
  if (!isReadable(type, schemaVersion)) throw new UnreadableLogEvent(source, number, type, schemaVersion);
};

/** What is wrong with an event that this version of Guildhall does not know; null for one that it does. */
export const unreadable = (source: string, number: number, event: ChainedEvent): UnreadableLogEvent | null => {
  const { schemaVersion } = event.metadata;
  return isReadable(event.type, schemaVersion)
    ? null
    : new UnreadableLogEvent(source, number, event.type, schemaVersion);
};
