import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { ShownPart } from './shown-part.js';

/** Shows more of a list that is only partly on the page. */
@Component({
  selector: 'gh-show-more',
  templateUrl: './show-more.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ShowMoreComponent {
  readonly part = input.required<ShownPart<unknown>>();
}
