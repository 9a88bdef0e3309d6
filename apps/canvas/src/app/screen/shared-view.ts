import { inject, Injectable } from '@angular/core';
import { NoticesStore } from '../notices/notices.store.js';
import { PLATFORM } from '../platform/platform.js';
import { ScreenStore } from './screen.store.js';

/** The view with which the canvas opens for everyone. */
@Injectable({ providedIn: 'root' })
export class SharedView {
  private readonly platform = inject(PLATFORM);
  private readonly notices = inject(NoticesStore);
  private readonly screen = inject(ScreenStore);

  /** Saves the part of the graph that is on screen. */
  async save(): Promise<void> {
    const { x, y, zoom } = this.screen.viewport();
    try {
      await this.platform.organisations.setViewport({ body: { x, y, zoom } });
      this.notices.say('The canvas now opens with this view for everyone.');
    } catch (problem) {
      this.notices.fail('The view was not saved.', problem);
    }
  }
}
