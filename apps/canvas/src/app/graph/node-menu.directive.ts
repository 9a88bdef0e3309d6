import { Directive, ElementRef, inject } from '@angular/core';
import { WorkspaceMenuStore } from '../workspaces/menu/workspace-menu.store.js';
import { dragThreshold } from './dragging/node-drag.js';
import { nodeAt } from './node-at.js';

const longPressMs = 500;

/** Opens the menu of a node by right click, by the menu key, and by a long press where there is no right button. */
@Directive({
  selector: '[ghNodeMenu]',
  host: {
    '(contextmenu)': 'onContextMenu($event)',
    '(pointerdown)': 'onPointerDown($event)',
    '(pointermove)': 'onPointerMove($event)',
    '(pointerup)': 'forget()',
    '(pointercancel)': 'forget()',
  },
})
export class NodeMenuDirective {
  private readonly menu = inject(WorkspaceMenuStore);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private from: { x: number; y: number } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected onContextMenu(event: MouseEvent): void {
    const id = nodeAt(event);
    if (id === null) return;
    event.preventDefault();
    this.forget();
    const isByKey = event.button !== 2 && event.detail === 0 && event.clientX === 0;
    if (isByKey) this.menu.openAtNode(id);
    else this.menu.open(id, event.clientX, event.clientY);
  }

  protected onPointerDown(event: PointerEvent): void {
    this.forget();
    const id = nodeAt(event);
    if (event.pointerType !== 'touch' || id === null) return;
    const { clientX: x, clientY: y } = event;
    this.from = { x, y };
    this.timer = setTimeout(() => {
      this.forget();
      // The press is over: lifting the finger must neither select nor drop.
      this.host.nativeElement.dispatchEvent(new PointerEvent('pointercancel'));
      this.menu.open(id, x, y);
    }, longPressMs);
  }

  protected onPointerMove({ clientX, clientY }: PointerEvent): void {
    if (this.from !== null && Math.hypot(clientX - this.from.x, clientY - this.from.y) > dragThreshold) this.forget();
  }

  protected forget(): void {
    clearTimeout(this.timer);
    this.from = null;
  }
}
