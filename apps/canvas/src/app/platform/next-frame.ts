import { Injectable } from '@angular/core';

/** Runs each requested action once, with the next frame. A hidden page has no frames and gets a timer. */
@Injectable({ providedIn: 'root' })
export class NextFrame {
  private readonly waiting = new Set<() => void>();

  request(act: () => void): void {
    if (this.waiting.size === 0) this.schedule();
    this.waiting.add(act);
  }

  private schedule(): void {
    if (document.visibilityState === 'hidden') setTimeout(() => this.run(), 100);
    else requestAnimationFrame(() => this.run());
  }

  private run(): void {
    const acts = [...this.waiting];
    this.waiting.clear();
    for (const act of acts) act();
  }
}
