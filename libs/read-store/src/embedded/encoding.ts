import type { Json } from '@guildhall/contracts';
import { InvalidQuery } from '../errors.js';
import type { Scalar } from '../port.js';

/**
 * A JSON value in a column. SQLite orders NULL < numbers < text < blobs, MongoDB null < numbers < text < objects <
 * arrays < booleans: with one-byte blobs for the last three both orders are the same. Missing and null are both NULL, as
 * they sort and compare alike; only `$exists` tells them apart, by looking into the document.
 */
export type Encoded = null | number | string | Uint8Array;

const blob = (byte: number): Uint8Array => Uint8Array.of(byte);
const objectMark = blob(0x10);
const arrayMark = blob(0x20);
const falseMark = blob(0x30);
const trueMark = blob(0x31);

/** The marks as SQL literals. `nullElement`: a null inside an array, where a filter must find it. */
export const literal = {
  object: "x'10'",
  array: "x'20'",
  false: "x'30'",
  true: "x'31'",
  nullElement: "x'00'",
} as const;

export const encode = (value: Json | undefined): Encoded => {
  switch (typeof value) {
    case 'string':
    case 'number':
      return value;
    case 'boolean':
      return value ? trueMark : falseMark;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? arrayMark : objectMark;
    default:
      return null;
  }
};

/** The elements of an array that a filter can match, each once. */
export const encodeElements = (values: readonly Json[]): Encoded[] => {
  const scalars = new Set(values.filter((value): value is Scalar => value === null || typeof value !== 'object'));
  return [...scalars].map((value) => (value === null ? blob(0x00) : encode(value)));
};

const decodeCase = (type: string, value: string): string =>
  `WHEN 'text' THEN ${value} WHEN 'integer' THEN CAST(${value} AS REAL) WHEN 'real' THEN ${value} ` +
  `WHEN 'true' THEN ${literal.true} WHEN 'false' THEN ${literal.false} ` +
  (type === 'e.type' ? `WHEN 'null' THEN ${literal.nullElement} ` : '') +
  `WHEN 'array' THEN ${literal.array} WHEN 'object' THEN ${literal.object}`;

/** The encoded value at a path of the document `d`, for fields without a column. */
export const encodedAt = (path: string): string =>
  `(CASE json_type(d.json, ${path}) ${decodeCase('d', `json_extract(d.json, ${path})`)} END)`;

/** The encoded value of a row `e` of `json_each`. */
export const encodedElement = `(CASE e.type ${decodeCase('e.type', 'e.value')} END)`;

/** Quotes a name for SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const step = /^[^"\\'$.\u0000-\u001f][^"\\'.\u0000-\u001f]*$/;

/** Steps of a dotted path. Throws `InvalidQuery` for an impossible field name. */
export const steps = (field: string): string[] => {
  const parts = field.split('.');
  if (!parts.every((part) => step.test(part))) throw new InvalidQuery(`${JSON.stringify(field)} is not a field name`);
  return parts;
};

/** A dotted path as SQLite's JSON path, as an SQL literal. */
export const jsonPath = (field: string): string =>
  `'$${steps(field)
    .map((part) => `."${part}"`)
    .join('')}'`;

/** The value at a path; a path leads through objects only. */
export const valueAt = (document: Json, path: readonly string[]): Json | undefined => {
  let value: Json | undefined = document;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return value;
};
