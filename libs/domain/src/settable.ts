import type { Fact } from '@guildhall/contracts';
import { sameJson } from './json-equality.js';

/** What an event changed: the new values, and the values that they replaced. */
export interface Change<Facts> {
  field: string;
  next: Partial<Facts>;
  previous: Partial<Facts>;
}

/**
 * The rules of fields that one event each replaces whole, from the table `field → event type`. A change to the present
 * value decides nothing; undo is the change to `previous`.
 */
export const settable = <F extends Fact, Table extends Readonly<Record<string, F['type']>>>(table: Table) => {
  type Setting = Extract<F, { type: Table[keyof Table] }>;
  type Values = Readonly<Partial<Record<keyof Table, unknown>>>;
  const fieldOf = new Map(Object.entries(table).map(([field, type]) => [type, field]));
  return {
    /** Does the event set one of the fields? */
    isSetBy: (fact: F): fact is Setting => fieldOf.has(fact.type),

    changeBy: <Facts>({ type, data }: Setting): Change<Facts> => {
      const field = fieldOf.get(type) ?? '';
      const { previous, ...values } = data as { previous: unknown } & Record<string, unknown>;
      return { field, next: of<Facts>(field, values[field]), previous: of<Facts>(field, previous) };
    },

    /** `subject`: the ids that every event of the subject carries. */
    decide: (subject: object, facts: Values, changes: Values): Setting[] =>
      Object.entries(table).flatMap(([field, type]) => {
        const next = changes[field];
        const previous = facts[field] ?? null;
        if (next === undefined || sameJson(next, previous)) return [];
        return [{ type, data: { ...subject, [field]: next, previous } } as unknown as Setting];
      }),
  };
};

const of = <Facts>(field: string, value: unknown): Partial<Facts> => ({ [field]: value }) as Partial<Facts>;
