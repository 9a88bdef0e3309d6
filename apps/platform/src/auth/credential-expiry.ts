import type { Socket } from 'socket.io';
import { clock } from '../clock/clock.js';

/** A timer of this process can wait no longer. */
const longestWaitMs = 2_147_483_647;

/**
 * Closes an open socket when its credential ends by its own time, which no event says. `expiresAt`: milliseconds since the
 * epoch; null: never. Nothing waits any more when the socket was closed before.
 */
export const closeAtExpiry = (socket: Pick<Socket, 'disconnect' | 'once'>, expiresAt: number | null): void => {
  if (expiresAt === null) return;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const leftMs = expiresAt - clock.now();
    if (leftMs <= 0) return void socket.disconnect(true);
    timer = setTimeout(wait, Math.min(leftMs, longestWaitMs));
  };
  socket.once('disconnect', () => clearTimeout(timer));
  wait();
};
