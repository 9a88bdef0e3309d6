import { computed, DestroyRef, signal, type Signal } from '@angular/core';

/** Counts the components that show a list. Its subject is '' while there is one, and null otherwise. */
export class OnScreen {
  private readonly count = signal(0);
  readonly subject: Signal<string | null> = computed(() => (this.count() > 0 ? '' : null));

  /** Counts until the owner of `destroyed` ends. */
  while(destroyed: DestroyRef): void {
    this.count.update((count) => count + 1);
    destroyed.onDestroy(() => this.count.update((count) => count - 1));
  }
}
