import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { panelWidths, PreferencesStore } from '../preferences/preferences.store.js';

/** Pixels by which an arrow key changes the width. */
const keyStep = 16;

/** The edge of the panel: drag it, or press the arrow keys, to change the width. */
@Component({
  selector: 'gh-panel-handle',
  template: '',
  styleUrl: './panel-handle.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    'aria-label': 'Width of the panel',
    '[attr.aria-valuenow]': 'preferences.panelWidth()',
    '[attr.aria-valuemin]': 'widths.least',
    '[attr.aria-valuemax]': 'widths.most',
    '(pointerdown)': 'onPointerDown($event)',
    '(keydown)': 'onKey($event)',
  },
})
export class PanelHandleComponent {
  protected readonly preferences = inject(PreferencesStore);
  protected readonly widths = panelWidths;

  protected onPointerDown(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const move = ({ clientX }: PointerEvent): void => this.preferences.setPanelWidth(innerWidth - clientX);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true });
  }

  protected onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? keyStep : event.key === 'ArrowRight' ? -keyStep : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.preferences.setPanelWidth(this.preferences.panelWidth() + step);
  }
}
