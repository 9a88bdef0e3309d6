import { liveNamespace } from '@guildhall/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

/** Opens sockets until `count` were tried. Resolves with those that were let in. */
export const openSockets = async (url: string, token: string, count: number): Promise<Socket[]> => {
  const open = (): Promise<Socket | null> =>
    new Promise((resolve) => {
      const options = { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false };
      const socket = io(`${url}${liveNamespace}`, options);
      socket.once('connect', () => resolve(socket));
      socket.once('connect_error', () => resolve(null));
    });
  const opened: Socket[] = [];
  for (let tried = 0; tried < count; tried += 20) {
    const some = await Promise.all(Array.from({ length: Math.min(20, count - tried) }, open));
    opened.push(...some.filter((socket) => socket !== null));
  }
  return opened;
};

/** Asks `/health/live` every 5 ms while `work` goes on. Resolves with how long each answer took, in milliseconds. */
export const healthDuring = async (url: string, work: () => Promise<unknown>): Promise<number[]> => {
  const took: number[] = [];
  let isOver = false;
  const done = work().finally(() => (isOver = true));
  while (!isOver) {
    const asked = performance.now();
    await (await fetch(`${url}/health/live`)).arrayBuffer();
    took.push(performance.now() - asked);
    await delay(5);
  }
  await done;
  return took;
};
