import { Directive, ElementRef, inject } from '@angular/core';
import type { Point } from '../../placement/geometry.js';
import { ScreenStore } from '../../screen/screen.store.js';
import { TimeStore } from '../../time/time.store.js';
import { UrlStore } from '../../url/url.store.js';
import { nodeAt } from '../node-at.js';
import { dragThreshold } from './node-drag.js';
import { NodeDragging } from './node-dragging.js';

interface Press {
  /** Null: the press is on the ground between the workspaces. */
  id: string | null;
  from: Point;
  isMoved: boolean;
}

/** What a press on the graph does: a click selects, a movement drags a workspace or pans, a double click renames. */
@Directive({
  selector: '[ghNodePress]',
  host: {
    '(pointerdown)': 'onPointerDown($event)',
    '(pointermove)': 'onPointerMove($event)',
    '(pointerup)': 'onPointerUp($event)',
    '(pointercancel)': 'cancel()',
    '(dblclick)': 'onDoubleClick($event)',
    '(wheel)': 'screen.movedByHand()',
    '(document:keydown.escape)': 'cancel()',
  },
})
export class NodePressDirective {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly dragging = inject(NodeDragging);
  private readonly time = inject(TimeStore);
  private readonly url = inject(UrlStore);
  protected readonly screen = inject(ScreenStore);
  private press: Press | null = null;

  protected onPointerDown(event: PointerEvent): void {
    const element = event.target as Element;
    if (event.button !== 0 || element.closest('.overlay, .controls, [data-team]') !== null) return;
    this.press = { id: nodeAt(event), from: this.pointer(event), isMoved: false };
  }

  protected onPointerMove(event: PointerEvent): void {
    const { press } = this;
    if (press === null) return;
    const at = this.pointer(event);
    const isFar = Math.hypot(at.x - press.from.x, at.y - press.from.y) > dragThreshold;
    if (!press.isMoved && isFar) {
      press.isMoved = true;
      if (press.id === null) this.screen.movedByHand();
      else this.host.nativeElement.setPointerCapture(event.pointerId);
    }
    if (press.isMoved && press.id !== null && this.time.frozen() === null) this.dragging.move(press.id, press.from, at);
  }

  protected onPointerUp(event: PointerEvent): void {
    const { press } = this;
    this.press = null;
    if (press === null) this.dragging.cancel();
    else if (press.isMoved) this.dragging.drop();
    else this.click(press.id, event);
  }

  protected onDoubleClick(event: MouseEvent): void {
    const id = nodeAt(event);
    if (id !== null && this.time.frozen() === null) this.screen.rename(id);
  }

  protected cancel(): void {
    this.press = null;
    this.dragging.cancel();
  }

  private click(id: string | null, event: PointerEvent): void {
    if (id === null) return this.url.select(null);
    this.url.open(id);
    (event.target as Element).closest<SVGElement>('[data-node]')?.focus({ preventScroll: true });
  }

  private pointer({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = this.host.nativeElement.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}
