import { afterRenderEffect, Directive, ElementRef, inject, input, linkedSignal } from '@angular/core';

/** Pixels from the end within which the reader counts as being there. */
const nearEnd = 24;

/** Keeps the end of a growing text in view, unless the reader scrolled away from it. */
@Directive({ selector: '[ghFollowEnd]', exportAs: 'ghFollowEnd', host: { '(scroll)': 'onScroll()' } })
export class FollowEndDirective {
  /** What the element shows; it scrolls when this changes. */
  readonly ghFollowEnd = input.required<unknown>();
  /** Whose text it is: another one is shown from its end. */
  readonly owner = input.required<string>();
  /** Whether something else decides what is in view. */
  readonly isHeld = input(false);

  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly follows = linkedSignal<string, boolean>({ source: this.owner, computation: () => true });
  readonly isAtEnd = this.follows.asReadonly();

  constructor() {
    afterRenderEffect(() => {
      this.ghFollowEnd();
      if (this.follows() && !this.isHeld()) this.element.scrollTop = this.element.scrollHeight;
    });
  }

  toEnd(): void {
    this.follows.set(true);
  }

  protected onScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.follows.set(scrollHeight - scrollTop - clientHeight < nearEnd);
  }
}
