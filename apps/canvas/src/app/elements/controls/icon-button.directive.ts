import { computed, Directive, input } from '@angular/core';

/** A button that shows an icon only. Its name is the label for screen readers and the tooltip. */
@Directive({
  selector: 'button[ghIconButton]',
  host: {
    type: 'button',
    class: 'gh-button gh-button-quiet gh-button-icon',
    '[attr.aria-label]': 'ghIconButton()',
    '[attr.title]': 'tooltip()',
  },
})
export class IconButtonDirective {
  readonly ghIconButton = input.required<string>();
  /** The keys that do the same. */
  readonly keys = input<string | null>(null);
  /** Why the button is disabled; null: it is not. */
  readonly refusal = input<string | null>(null);
  protected readonly tooltip = computed(() => {
    const keys = this.keys();
    return this.refusal() ?? (keys === null ? this.ghIconButton() : `${this.ghIconButton()} (${keys})`);
  });
}
