import { DestroyRef, Directive, ElementRef, inject } from '@angular/core';
import { ScreenStore } from './screen.store.js';

/** Keeps the size of its element as the size of the screen. */
@Directive({ selector: '[ghScreenSize]' })
export class ScreenSizeDirective {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly screen = inject(ScreenStore);

  constructor() {
    const observer = new ResizeObserver(() => this.measure());
    observer.observe(this.host.nativeElement);
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.host.nativeElement;
    this.screen.setSize({ width, height });
  }
}
