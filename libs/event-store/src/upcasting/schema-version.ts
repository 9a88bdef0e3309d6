import { eventDeclarations, type RecordedEvent } from '@guildhall/contracts';
import { StoredEvent } from '../embedded/reading/stored-event.js';

/** The version an event was written in, read without parsing its JSON where the adapter allows that. */
export const schemaVersionOf = (event: RecordedEvent): number =>
  event instanceof StoredEvent ? event.schemaVersion : event.metadata.schemaVersion;

/** A map, because type names come fresh from the store: as keys of an object each would be interned first. */
const currentVersions = new Map<string, number>(
  Object.values(eventDeclarations).map(({ type, schemaVersion }) => [type, schemaVersion]),
);

/** Whether an earlier version of Guildhall wrote the event, in a form that `upcast` brings to the newest one. */
export const isOlder = (event: RecordedEvent): boolean => {
  const current = currentVersions.get(event.type);
  return current !== undefined && schemaVersionOf(event) < current;
};

/** Whether the event is what this version of Guildhall would write today. */
export const isCurrent = (event: RecordedEvent): boolean => currentVersions.get(event.type) === schemaVersionOf(event);

/** Whether this version of Guildhall knows the type, and knows it in that version or a newer one. */
export const isReadable = (type: string, schemaVersion: number): boolean => {
  const current = currentVersions.get(type);
  return current !== undefined && schemaVersion <= current;
};
