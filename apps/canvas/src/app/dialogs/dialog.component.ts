import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  input,
  output,
  viewChild,
  afterNextRender,
} from '@angular/core';
import { LucideX } from '@lucide/angular';

/** A modal dialog of the browser: it keeps the focus, closes with Escape, and gives the focus back. */
@Component({
  selector: 'gh-dialog',
  imports: [LucideX],
  templateUrl: './dialog.component.html',
  styleUrl: './dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DialogComponent {
  readonly heading = input.required<string>();
  readonly width = input(480);
  /** At the upper edge, so that it does not jump while its content changes. */
  readonly isOnTop = input(false);
  readonly testId = input.required<string>();
  readonly closed = output();
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected onBackdrop(event: MouseEvent): void {
    if (event.target === this.dialog().nativeElement) this.closed.emit();
  }

  protected onCancel(event: Event): void {
    event.preventDefault();
    this.closed.emit();
  }

  /** Keys pressed in a dialog are not for the canvas behind it. */
  protected onKey(event: KeyboardEvent): void {
    event.stopPropagation();
  }
}
