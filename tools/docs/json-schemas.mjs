import { join, resolve } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { root } from '../start/places.mjs';

/** @typedef {{ [key: string]: unknown }} Schema */

export const contractsFolder = join(root, 'libs', 'contracts');
const pointer = '#/definitions/';

/** Definitions of generic types have made-up names: their content belongs where they are used. */
const isMadeUp = (/** @type {string} */ name) => /[^A-Za-z0-9_]/.test(name);

/**
 * @param {unknown} value
 * @param {Record<string, Schema>} definitions
 * @returns {unknown} the same with the content of made-up definitions in place
 */
const inlined = (value, definitions) => {
  if (Array.isArray(value)) return value.map((item) => inlined(item, definitions));
  if (value === null || typeof value !== 'object') return value;
  const { $ref, ...rest } = /** @type {Schema} */ (value);
  const name = typeof $ref === 'string' ? decodeURIComponent($ref.slice(pointer.length)) : '';
  if (isMadeUp(name)) return inlined({ ...definitions[name], ...rest }, definitions);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inlined(item, definitions)]));
};

/**
 * JSON Schemas of the members of an exported object type of `libs/contracts`, made from the TypeScript types.
 * @param {string} file source file below `libs/contracts/src`, or an absolute path
 * @param {string} type name of the exported type
 * @returns {{ members: Record<string, Schema>, definitions: Record<string, Schema> }}
 */
export const schemasOf = (file, type) => {
  const generator = createGenerator({
    path: resolve(contractsFolder, 'src', file),
    tsconfig: join(contractsFolder, 'tsconfig.json'),
    type,
    topRef: false,
    expose: 'export',
    jsDoc: 'extended',
    additionalProperties: false,
    // The build has checked the types already.
    skipTypeCheck: true,
  });
  const schema = generator.createSchema(type);
  const definitions = /** @type {Record<string, Schema>} */ (schema.definitions ?? {});
  const members = /** @type {Record<string, Schema>} */ (inlined(schema.properties, definitions));
  const named = Object.entries(definitions).filter(([name]) => !isMadeUp(name) && name !== type);
  const sorted = named.sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    members,
    definitions: Object.fromEntries(
      sorted.map(([name, item]) => [name, /** @type {Schema} */ (inlined(item, definitions))]),
    ),
  };
};
