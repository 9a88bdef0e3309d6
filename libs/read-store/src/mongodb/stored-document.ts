import type { Json } from '@guildhall/contracts';
import type { Document } from '../port.js';

/** A document in MongoDB. A deleted one keeps its position and has `gone` instead of `d`. */
export interface StoredDocument {
  _id: string;
  /** Position of the last event folded into it. */
  p: string;
  /** The document in the form that filters and indexes use. */
  d?: unknown;
  /** Its JSON text, only if `d` is not exactly the document. */
  json?: string;
  gone?: Date;
}

/** MongoDB allows 100 levels and uses some itself. */
const maxDepth = 90;
const escapeSign = '％';
const namesKept = 10_000;
const plainNames = new Set<string>();

const isPlainName = (name: string): boolean => {
  if (plainNames.has(name)) return true;
  const isPlain = escapedName(name) === name && name.isWellFormed();
  if (isPlain && plainNames.size < namesKept) plainNames.add(name);
  return isPlain;
};

/**
 * Escapes names that MongoDB or its driver would misread: those with a dot, a leading `$` or a zero byte, and the name by
 * which the driver knows its own types.
 */
export const escapedName = (name: string): string => {
  if (name === '_bsontype') return `${escapeSign}5fbsontype`;
  return name
    .replace(/^\$|[.\0％]/g, (sign) => `${escapeSign}${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .toWellFormed();
};

export const unescapedName = (escaped: string): string =>
  escaped.replace(/％(ff05|[0-9a-f]{2})/g, (_sign, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Path of a field in the stored document. */
export const pathOf = (steps: readonly string[]): string => ['d', ...steps.map(escapedName)].join('.');

export const encodeDocument = (document: Document): Pick<StoredDocument, 'd' | 'json'> =>
  isExact(document, 0) ? { d: document } : { d: filterable(document, 0), json: JSON.stringify(document) };

export const decodeDocument = ({ d, json }: StoredDocument): Document =>
  (json === undefined ? d : JSON.parse(json)) as Document;

/** Whether MongoDB returns the value exactly as it was stored. */
const isExact = (value: Json | undefined, depth: number): boolean => {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed();
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      if (value === null) return true;
      if (depth >= maxDepth) return false;
      if (Array.isArray(value)) return value.every((element) => isExact(element, depth + 1));
      return Object.entries(value).every(([name, part]) => isPlainName(name) && isExact(part, depth + 1));
    default:
      return true;
  }
};

const filterable = (value: Json | undefined, depth: number): unknown => {
  switch (typeof value) {
    case 'string':
      return value.toWellFormed();
    case 'number':
      return Number.isFinite(value) ? value + 0 : null;
    case 'object':
      if (value === null || depth >= maxDepth) return null;
      if (Array.isArray(value)) return value.map((element) => filterable(element, depth + 1));
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [escapedName(name), filterable(part, depth + 1)]),
      );
    default:
      return value;
  }
};
