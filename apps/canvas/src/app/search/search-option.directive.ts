import type { Highlightable } from '@angular/cdk/a11y';
import { Directive, ElementRef, inject, signal } from '@angular/core';

let count = 0;

/** A result of the search. The field keeps the focus; the key manager marks the option that Enter chooses. */
@Directive({
  selector: '[ghSearchOption]',
  host: { role: 'option', '[id]': 'id', '[class.active]': 'isActive()', '[attr.aria-selected]': 'isActive()' },
})
export class SearchOptionDirective implements Highlightable {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly id = `search-option-${(count += 1)}`;
  protected readonly isActive = signal(false);

  setActiveStyles(): void {
    this.isActive.set(true);
    this.element.scrollIntoView({ block: 'nearest' });
  }

  setInactiveStyles(): void {
    this.isActive.set(false);
  }
}
