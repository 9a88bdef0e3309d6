import { declarationOf, type RecordedEvent } from '@guildhall/contracts';

/** Why this version of the program cannot take an event; null: it can. */
export const strangeness = (event: RecordedEvent): string | null => {
  const declaration = declarationOf(event.type);
  if (declaration === undefined) return 'this version does not know the type';
  const { schemaVersion } = event.metadata;
  if (schemaVersion > declaration.schemaVersion) {
    return `schema version ${schemaVersion} is newer than this program, which knows ${declaration.schemaVersion}`;
  }
  return null;
};

/** Events of the store itself are no facts: they are neither folded nor counted. */
export const isStoresOwn = (event: RecordedEvent): boolean => event.type.startsWith('$');
