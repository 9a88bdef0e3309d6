import type { Fact } from './envelope.js';

/** Types of events whose `data[Field]` is the new value and whose `data.previous` is the old one. */
type SettingEvent<F extends Fact, Field extends string> = F extends {
  type: infer Type;
  data: { previous: infer Value } & Record<Field, unknown>;
}
  ? F['data'] extends Record<Field, Value>
    ? Type
    : never
  : never;

/**
 * Declares the fields of a subject that one event each replaces whole. Curried, so that the facts are given and the
 * fields are inferred.
 */
export const defineSettable =
  <F extends Fact>() =>
  <const Table extends Record<string, F['type']>>(
    table: Table & { readonly [Field in keyof Table]: SettingEvent<F, Field & string> },
  ): Table =>
    table;
