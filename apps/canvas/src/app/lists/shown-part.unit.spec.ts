import { signal } from '@angular/core';
import { ShownPart } from './shown-part.js';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('ShownPart', () => {
  it('shows a short list whole', () => {
    const part = new ShownPart(signal(numbers(50)));
    expect([part.items().length, part.rest()]).toEqual([50, 0]);
  });

  it('shows more of a long list on request, until nothing is left', () => {
    const part = new ShownPart(signal(numbers(120)));
    expect([part.items().length, part.rest()]).toEqual([50, 70]);
    part.more();
    part.more();
    expect([part.items(), part.rest()]).toEqual([numbers(120), 0]);
  });

  it('keeps its size when the list grows at its beginning', () => {
    const all = signal(numbers(60));
    const part = new ShownPart(all);
    all.update((before) => [-1, ...before]);
    expect([part.items()[0], part.items().length, part.rest()]).toEqual([-1, 50, 11]);
  });

  it('shows the chosen item wherever it stands', () => {
    const part = new ShownPart(signal(numbers(120)), (item) => item === 99);
    expect([part.items().at(-1), part.rest()]).toEqual([99, 69]);
  });
});
