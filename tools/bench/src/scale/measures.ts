import type { Figures } from '../harness/bench.js';

const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** The measurements at one size, by name. */
export class Measures {
  readonly values = new Map<string, string | number>();

  constructor(readonly label: string) {}

  /** A figure; the unit is in the name. */
  note(name: string, value: number): void {
    this.say(name, rounded(value));
  }

  say(name: string, value: string | number): void {
    this.values.set(name, value);
    console.log(`${this.label}  ${name}: ${value}`);
  }
}

/** One row for each figure, one column for each size: so the slope is seen. */
export const bySize = (all: readonly Measures[]): Figures[] => {
  const names = [...new Set(all.flatMap(({ values }) => [...values.keys()]))];
  return names.map((name) => ({
    case: name,
    ...Object.fromEntries(all.map(({ label, values }) => [label, values.get(name) ?? ''])),
  }));
};
