import { InvalidQuery } from '../errors.js';
import type { Filter, Operators, Scalar } from '../port.js';
import { hasSideTable, columnOf, sideTableOf, type CollectionLayout } from './collection-layout.js';
import { encodedAt, encodedElement, jsonPath, literal } from './encoding.js';

/** A condition on the document row `d`, with its parameters in order. */
export interface Condition {
  sql: string;
  params: (string | number)[];
}

/** A collection as queries see it. */
export interface QueriedCollection {
  name: string;
  layout: CollectionLayout;
}

/**
 * Compiles a filter with MongoDB's meaning: comparisons never cross types, an array at the end of a path matches by any of
 * its elements, missing equals null. Unlike in MongoDB, a dotted path leads through objects only, not into arrays of them.
 */
export const compileFilter = (collection: QueriedCollection, filter: Filter): Condition => {
  const conditions = Object.entries(filter).map(([key, value]: [string, unknown]) => {
    if (key === '$and') return all(branches(collection, key, value));
    if (key === '$or') return any(branches(collection, key, value));
    return fieldCondition(collection, key, value);
  });
  return all(conditions);
};

const branches = (collection: QueriedCollection, key: string, value: unknown): Condition[] => {
  if (!Array.isArray(value)) throw new InvalidQuery(`${key} needs a list of filters`);
  return value.map((branch: Filter) => compileFilter(collection, branch));
};

const always: Condition = { sql: '1', params: [] };
const never: Condition = { sql: '0', params: [] };

const join = (conditions: readonly Condition[], word: 'AND' | 'OR'): Condition => ({
  sql: `(${conditions.map(({ sql }) => sql).join(` ${word} `)})`,
  params: conditions.flatMap(({ params }) => params),
});
const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? always : conditions.length === 1 ? conditions[0]! : join(conditions, 'AND');
const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? never : conditions.length === 1 ? conditions[0]! : join(conditions, 'OR');

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const fieldCondition = (collection: QueriedCollection, field: string, value: unknown): Condition => {
  const apply = (test: Test): Condition => fieldTest(collection, field, test);
  if (isScalar(value)) return apply(equality(value));
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new InvalidQuery(`${field} cannot be compared with ${JSON.stringify(value) ?? 'undefined'}`);
  }
  return all(
    Object.entries(value as Operators).map(([operator, operand]: [string, unknown]) =>
      operator === '$exists' ? exists(collection, field, operand) : apply(comparison(field, operator, operand)),
    ),
  );
};

/** The SQL expression of an encoded value, and the test for null. */
interface Target {
  sql: string;
  isNull: string;
}
interface Test {
  at(target: Target): Condition;
  matchesNull: boolean;
}

/** Applies a test to the value of a field and, if that is an array, to its elements. */
const fieldTest = ({ name, layout }: QueriedCollection, field: string, test: Test): Condition => {
  if (field === 'id') return test.at({ sql: 'd.id', isNull: '0' });
  const hasColumn = layout.fields.includes(field);
  const path = jsonPath(field);
  const sql = hasColumn ? `d.${columnOf(field)}` : encodedAt(path);
  const isNull: Condition = { sql: `${sql} IS NULL`, params: [] };
  if (hasSideTable(layout, field)) {
    const element = test.at({ sql: 's.value', isNull: `s.value = ${literal.nullElement}` });
    const found: Condition = {
      sql: `d.rowid IN (SELECT s.doc FROM ${sideTableOf(name, field)} s WHERE ${element.sql})`,
      params: element.params,
    };
    return test.matchesNull ? any([isNull, found]) : found;
  }
  const own = test.at({ sql, isNull: isNull.sql });
  if (hasColumn && !layout.arrays.includes(field)) return own;
  const element = test.at({ sql: encodedElement, isNull: `${encodedElement} = ${literal.nullElement}` });
  const contains: Condition = {
    sql: `(${sql} = ${literal.array} AND EXISTS (SELECT 1 FROM json_each(d.json, ${path}) e WHERE ${element.sql}))`,
    params: element.params,
  };
  return any([own, contains]);
};

const equality = (value: Scalar): Test => ({ at: (target) => equal(target, value), matchesNull: value === null });

const equal = ({ sql, isNull }: Target, value: Scalar): Condition => {
  if (value === null) return { sql: isNull, params: [] };
  if (typeof value === 'boolean') return { sql: `${sql} = ${value ? literal.true : literal.false}`, params: [] };
  return { sql: `${sql} = ?`, params: [value] };
};

const symbols = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const;
type Order = keyof typeof symbols;

const comparison = (field: string, operator: string, operand: unknown): Test => {
  if (operator === '$in' && Array.isArray(operand) && operand.every(isScalar)) {
    return { at: (target) => oneOf(target, operand), matchesNull: operand.includes(null) };
  }
  if (operator === '$prefix' && typeof operand === 'string') {
    return { at: (target) => startsWith(target, operand), matchesNull: false };
  }
  if (operator in symbols && isScalar(operand)) {
    const matchesNull = operand === null && (operator === '$gte' || operator === '$lte');
    return { at: (target) => ordered(target, operator as Order, operand), matchesNull };
  }
  throw new InvalidQuery(`${field} cannot be compared by ${operator} ${JSON.stringify(operand) ?? 'undefined'}`);
};

const oneOf = (target: Target, values: readonly Scalar[]): Condition => {
  const bound = values.filter((value) => typeof value === 'string' || typeof value === 'number');
  const others = [...new Set(values.filter((value) => value === null || typeof value === 'boolean'))];
  const list: Condition = { sql: `${target.sql} IN (${bound.map(() => '?').join(', ')})`, params: bound };
  return any([...(bound.length > 0 ? [list] : []), ...others.map((value) => equal(target, value))]);
};

/** The empty text is above every number and below every other text; the empty blob is above every text. */
const ordered = (target: Target, operator: Order, value: Scalar): Condition => {
  const { sql } = target;
  if (value === null) return operator === '$gte' || operator === '$lte' ? equal(target, null) : never;
  if (typeof value === 'boolean') {
    const matching = [false, true].filter((other) => holds(Number(other), operator, Number(value)));
    return any(matching.map((other) => equal(target, other)));
  }
  const compared = `${sql} ${symbols[operator]} ?`;
  const upwards = operator === '$gt' || operator === '$gte';
  if (typeof value === 'number') return { sql: upwards ? `(${compared} AND ${sql} < '')` : compared, params: [value] };
  return { sql: `(${compared} AND ${sql} ${upwards ? "< x''" : ">= ''"})`, params: [value] };
};

const holds = (left: number, operator: Order, right: number): boolean =>
  ({ $gt: left > right, $gte: left >= right, $lt: left < right, $lte: left <= right })[operator];

const startsWith = ({ sql }: Target, prefix: string): Condition => {
  const end = successor(prefix);
  if (end === null) return { sql: `(${sql} >= ? AND ${sql} < x'')`, params: [prefix] };
  return { sql: `(${sql} >= ? AND ${sql} < ?)`, params: [prefix, end] };
};

/** The first text above every text with this prefix; null: none. */
const successor = (prefix: string): string | null => {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue;
    return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return null;
};

const exists = ({ layout }: QueriedCollection, field: string, operand: unknown): Condition => {
  if (typeof operand !== 'boolean') throw new InvalidQuery(`${field}: $exists needs true or false`);
  if (field === 'id') return operand ? always : never;
  const inDocument = `json_type(d.json, ${jsonPath(field)})`;
  const column = layout.fields.includes(field) ? `d.${columnOf(field)}` : null;
  const present = column === null ? `${inDocument} IS NOT NULL` : `(${column} IS NOT NULL OR ${inDocument} = 'null')`;
  return { sql: operand ? present : `NOT ifnull(${present}, 0)`, params: [] };
};
