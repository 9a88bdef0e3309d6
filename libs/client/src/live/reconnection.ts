import type { LiveSocket } from './live-socket.js';
import { retryDelayMs, type LiveClock } from './subscription.js';

/** Connects again after a refusal or an end by the server, when socket.io does not try again by itself. */
export class Reconnection {
  private refusals = 0;
  private isStopped = false;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly socket: Pick<LiveSocket, 'active' | 'connected' | 'connect'>,
    private readonly clock: LiveClock,
  ) {}

  succeeded(): void {
    this.refusals = 0;
  }

  /** After a pause that grows with each refusal. */
  later(): void {
    if (this.socket.active || this.isStopped) return;
    this.refusals += 1;
    this.cancel();
    this.cancel = this.clock.after(retryDelayMs(this.refusals), () => this.socket.connect());
  }

  now(): void {
    this.cancel();
    if (!this.socket.connected) this.socket.connect();
  }

  stop(): void {
    this.isStopped = true;
    this.cancel();
  }
}
