import { BSONRegExp } from 'mongodb';
import { steps } from '../embedded/encoding.js';
import { InvalidQuery } from '../errors.js';
import type { Filter, Operators, Scalar } from '../port.js';
import { pathOf } from './stored-document.js';

/** A MongoDB query. */
export type Query = Record<string, unknown>;

export const always: Query = {};
export const never: Query = { _id: { $in: [] } };

export const all = (queries: readonly Query[]): Query => {
  const real = queries.filter((query) => Object.keys(query).length > 0);
  return real.length <= 1 ? (real[0] ?? always) : { $and: real };
};
export const any = (queries: readonly Query[]): Query =>
  queries.length <= 1 ? (queries[0] ?? never) : { $or: queries };

/** Path of a field, `id` included. Throws `InvalidQuery` for an impossible field name. */
export const fieldPath = (field: string): string => (field === 'id' ? '_id' : pathOf(steps(field)));

/**
 * Compiles a filter to a query. The port differs from MongoDB in two ways: a dotted path leads through objects only, and
 * nothing is above or below null.
 */
export const compileFilter = (filter: Filter): Query =>
  all(
    Object.entries(filter).map(([key, value]: [string, unknown]) => {
      if (key === '$and') return all(branches(key, value));
      if (key === '$or') return any(branches(key, value));
      return all(fieldTests(key, value).map((test) => throughObjects(key, test)));
    }),
  );

const branches = (key: string, value: unknown): Query[] => {
  if (!Array.isArray(value)) throw new InvalidQuery(`${key} needs a list of filters`);
  return value.map((branch: Filter) => compileFilter(branch));
};

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

interface Test {
  query: Query;
  matchesMissing: boolean;
}

const fieldTests = (field: string, value: unknown): Test[] => {
  const path = fieldPath(field);
  if (isScalar(value)) return [{ query: { [path]: value }, matchesMissing: value === null }];
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new InvalidQuery(`${field} cannot be compared with ${JSON.stringify(value) ?? 'undefined'}`);
  }
  return Object.entries(value as Operators).map(([operator, operand]) => comparison(field, path, operator, operand));
};

const comparison = (field: string, path: string, operator: string, operand: unknown): Test => {
  if (operator === '$exists' && typeof operand === 'boolean') {
    return { query: { [path]: { $exists: operand } }, matchesMissing: !operand };
  }
  if (operator === '$in' && Array.isArray(operand) && operand.every(isScalar)) {
    return { query: { [path]: { $in: operand } }, matchesMissing: operand.includes(null) };
  }
  if (operator === '$prefix' && typeof operand === 'string') {
    return { query: { [path]: { $in: [startingWith(operand)] } }, matchesMissing: false };
  }
  if (['$gt', '$gte', '$lt', '$lte'].includes(operator) && isScalar(operand)) {
    if (operand !== null) return { query: { [path]: { [operator]: operand } }, matchesMissing: false };
    const isEqual = operator === '$gte' || operator === '$lte';
    return { query: isEqual ? { [path]: null } : never, matchesMissing: isEqual };
  }
  throw new InvalidQuery(`${field} cannot be compared by ${operator} ${JSON.stringify(operand) ?? 'undefined'}`);
};

/**
 * A regular expression and not a range: on an array, two elements could each match one end of a range. Within `$in`,
 * because every server applies it to texts only there.
 */
const startingWith = (prefix: string): BSONRegExp =>
  new BSONRegExp(`^${prefix.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\0', '\\x00')}`);

/** MongoDB also looks into arrays of objects along the path; in the port such a field counts as missing. */
const throughObjects = (field: string, { query, matchesMissing }: Test): Query => {
  const parts = field === 'id' ? [] : steps(field);
  const onTheWay = parts.slice(1).map((_, index) => pathOf(parts.slice(0, index + 1)));
  if (onTheWay.length === 0) return query;
  if (matchesMissing) return any([query, ...onTheWay.map((path) => ({ [path]: { $type: 'array' } }))]);
  return all([query, ...onTheWay.map((path) => ({ [path]: { $not: { $type: 'array' } } }))]);
};
