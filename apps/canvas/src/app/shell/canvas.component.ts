import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { GraphViewComponent } from '../graph/graph-view.component.js';
import { LivePillComponent } from '../live/live-pill.component.js';
import { LiveStore } from '../live/live.store.js';

@Component({
  selector: 'gh-canvas',
  imports: [GraphViewComponent, LivePillComponent],
  templateUrl: './canvas.component.html',
  styleUrl: './canvas.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CanvasComponent {
  constructor() {
    inject(LiveStore).start();
  }
}
