import { Dialog } from '@angular/cdk/dialog';
import { createGlobalPositionStrategy } from '@angular/cdk/overlay';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  inject,
  Injector,
  input,
  output,
  type TemplateRef,
  viewChild,
  ViewContainerRef,
} from '@angular/core';
import { LucideX } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';

/** The frame of a modal dialog. It traps the focus, closes with Escape, and then returns the focus. */
@Component({
  selector: 'gh-dialog',
  imports: [IconButtonDirective, LucideX],
  templateUrl: './dialog.component.html',
  styleUrl: './dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DialogComponent {
  readonly heading = input.required<string>();
  readonly width = input(480);
  /** Opens near the upper edge, so that it does not jump when its content changes. */
  readonly isOnTop = input(false);
  /** Selector of the element that gets the focus. */
  readonly autoFocus = input('first-tabbable');
  readonly testId = input.required<string>();
  readonly closed = output();

  private readonly injector = inject(Injector);
  private readonly dialogs = inject(Dialog);
  private readonly viewContainerRef = inject(ViewContainerRef);
  private readonly content = viewChild.required<TemplateRef<unknown>>('content');

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const dialog = this.dialogs.open(this.content(), {
        ariaLabel: this.heading(),
        autoFocus: this.autoFocus(),
        backdropClass: 'gh-backdrop',
        viewContainerRef: this.viewContainerRef,
        ...(this.isOnTop() ? { positionStrategy: this.onTop() } : {}),
      });
      const closing = dialog.closed.subscribe(() => this.closed.emit());
      destroyed.onDestroy(() => {
        closing.unsubscribe();
        dialog.close();
      });
    });
  }

  private onTop(): ReturnType<typeof createGlobalPositionStrategy> {
    return createGlobalPositionStrategy(this.injector).centerHorizontally().top('12dvh');
  }
}
