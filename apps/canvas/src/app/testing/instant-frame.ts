import { NextFrame } from '../platform/next-frame.js';

/** Frames that come when the test says so. */
export class ManualFrame extends NextFrame {
  private readonly acts = new Set<() => void>();

  override request(act: () => void): void {
    this.acts.add(act);
  }

  draw(): void {
    const acts = [...this.acts];
    this.acts.clear();
    for (const act of acts) act();
  }
}
