import { schemasOf } from './json-schemas.mjs';

/** @typedef {{ schemaVersion: number, permission: string, scope: readonly string[], foldsGraph: boolean, personal: readonly string[] }} Declaration */

/**
 * `docs/reference/events.json`: a JSON Schema of the data of every event type, with what its contract declares.
 * @param {Record<string, Declaration>} declarations
 */
export const eventsSchema = (declarations) => {
  const { members, definitions } = schemasOf('events/registry.ts', 'EventData');
  const events = Object.entries(declarations).map(([type, declared]) => {
    const { schemaVersion, permission, scope, foldsGraph, personal } = declared;
    return [type, { ...members[type], 'x-event': { schemaVersion, permission, scope, foldsGraph, personal } }];
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Events of Guildhall',
    description:
      'The data of every event in its present version. Generated from libs/contracts by `node tools/docs/references.mjs`; do not edit by hand.',
    type: 'object',
    properties: Object.fromEntries(events),
    definitions,
  };
};
