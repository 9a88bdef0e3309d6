import { liveNamespace, type EventsFrame, type SnapshotFrame } from '@guildhall/contracts';
import { io, type Socket } from 'socket.io-client';
import { setTimeout as delay } from 'node:timers/promises';
import type { Measures } from './measures.js';
import type { RunningPlatform } from './run-platform.js';
import { serviceToken } from './scale-log.js';

const watchedMs = 5_000;
/** Constant work: facts per second, all in one organisation. */
const writesPerSecond = 20;

/** Each of these organisations has a viewer, and only one of them has events. */
export const measureWatchers = async (
  platform: RunningPlatform,
  orgs: readonly string[],
  write: () => Promise<unknown>,
  measures: Measures,
): Promise<void> => {
  const alone = await processorPart(platform, write);
  let frames = 0;
  const sockets = await Promise.all(orgs.map((org) => watch(platform.url, serviceToken(org), () => (frames += 1))));
  frames = 0;
  const watched = await processorPart(platform, write);
  const perSecond = frames / (watchedMs / 1_000);
  for (const socket of sockets) socket.close();
  const name = `${orgs.length} organisations watched, ${writesPerSecond} facts/s in one`;
  measures.note(`${name}: processor % more`, (watched - alone) * 100);
  measures.note(`${name}: frames/s`, perSecond);
};

/** Part of one processor that the platform uses while `write` runs at its pace. */
const processorPart = async ({ process }: RunningPlatform, write: () => Promise<unknown>): Promise<number> => {
  const before = process.processorSeconds;
  const start = performance.now();
  while (performance.now() - start < watchedMs) {
    await write();
    await delay(1_000 / writesPerSecond);
  }
  return (process.processorSeconds - before) / ((performance.now() - start) / 1_000);
};

const watch = (url: string, token: string, heard: () => void): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(`${url}${liveNamespace}`, { auth: { token }, transports: ['websocket'], forceNew: true });
    const applied = (to: string): void => void socket.emit('ack', { sub: 'scale', to });
    socket.on('connect', () => void socket.emit('subscribe', { sub: 'scale', scope: { kind: 'organisation' } }));
    socket.on('connect_error', reject);
    socket.on('events', (frame: EventsFrame) => {
      heard();
      applied(frame.to);
    });
    socket.on('snapshot', (frame: SnapshotFrame) => {
      applied(frame.position);
      resolve(socket);
    });
  });
