import { computed, signal, type Signal } from '@angular/core';

/** Rows that a list adds to the page at a time. */
const step = 50;

/** The part of a long list that is on the page: its beginning, and more of it on request. */
export class ShownPart<Item> {
  private readonly limit = signal(step);
  readonly items: Signal<readonly Item[]>;
  /** How many items are not on the page. */
  readonly rest: Signal<number>;

  /** `always`: items that are shown wherever they stand, such as the chosen one. */
  constructor(all: Signal<readonly Item[]>, always: (item: Item) => boolean = () => false) {
    this.items = computed(() => all().filter((item, index) => index < this.limit() || always(item)));
    this.rest = computed(() => all().length - this.items().length);
  }

  more(): void {
    this.limit.update((limit) => limit + step);
  }
}
