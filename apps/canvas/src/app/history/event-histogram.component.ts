import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Slice } from './time-axis.js';

/** The events of the log along the time bar: the higher a slice, the more happened. */
@Component({
  selector: 'gh-event-histogram',
  templateUrl: './event-histogram.component.html',
  styleUrl: './event-histogram.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventHistogramComponent {
  readonly slices = input.required<readonly Slice[]>();
  /** In pixels. */
  readonly height = input.required<number>();
}
