import { liveNamespace, type SnapshotFrame } from '@guildhall/contracts';
import { io } from 'socket.io-client';

/** Longest wait for a snapshot, in milliseconds. */
const patienceMs = 60_000;

/** Milliseconds from the subscription of a canvas to its snapshot, and the size of that in MB. */
export const joinCanvas = (url: string, token: string): Promise<{ ms: number; mb: number; workspaces: number }> =>
  new Promise((resolve, reject) => {
    const socket = io(`${url}${liveNamespace}`, { auth: { token }, transports: ['websocket'], forceNew: true });
    const late = setTimeout(() => fail(new Error(`no snapshot within ${patienceMs} ms`)), patienceMs);
    let askedAt = 0;
    const fail = (error: Error): void => {
      clearTimeout(late);
      socket.close();
      reject(error);
    };
    socket.on('connect', () => {
      askedAt = performance.now();
      socket.emit('subscribe', { sub: 'scale', scope: { kind: 'organisation' } });
    });
    socket.on('connect_error', fail);
    socket.on('disconnect', (reason) => fail(new Error(`disconnected: ${reason}`)));
    socket.on('snapshot', (frame: SnapshotFrame) => {
      const ms = performance.now() - askedAt;
      clearTimeout(late);
      socket.removeAllListeners('disconnect');
      socket.close();
      const mb = Buffer.byteLength(JSON.stringify(frame)) / 2 ** 20;
      resolve({ ms, mb, workspaces: frame.graph?.workspaces.length ?? 0 });
    });
  });
