import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { times, type Figures } from '../harness/bench.js';

/** The sender of a heartbeat: a workspace and its own token. */
export interface Beating {
  workspace_id: string;
  auth_token: string;
}

const endOfHead = '\r\n\r\n';
const statusAt = 'HTTP/1.1 '.length;

/** The bytes of one heartbeat, made before the measurement begins. */
export const beatOf = (host: string, { workspace_id, auth_token }: Beating): Buffer => {
  const body = JSON.stringify({ workspace_id });
  const head = [
    'POST /registry/heartbeat HTTP/1.1',
    `host: ${host}`,
    `authorization: Bearer ${auth_token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}${endOfHead}${body}`);
};

/** Status of the answer at the beginning of `bytes`; null: it is not complete yet. */
export const statusOf = (bytes: Buffer): number | null => {
  const end = bytes.indexOf(endOfHead);
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  if (bytes.length < end + endOfHead.length + length) return null;
  return Number(head.slice(statusAt, statusAt + 3));
};

/** One connection that is kept: the next heartbeat leaves when the last one is answered. */
const caller = async (url: URL, next: () => Buffer | null, answered: (status: number, ms: number) => void) => {
  const socket: Socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  await once(socket, 'connect');
  let asked = 0;
  let bytes: Buffer = Buffer.alloc(0);
  const ask = (): void => {
    const beat = next();
    if (beat === null) return void socket.destroy();
    asked = performance.now();
    socket.write(beat);
  };
  socket.on('data', (piece: Buffer) => {
    bytes = bytes.length === 0 ? piece : Buffer.concat([bytes, piece]);
    const status = statusOf(bytes);
    if (status === null) return;
    bytes = Buffer.alloc(0);
    answered(status, performance.now() - asked);
    ask();
  });
  ask();
  await once(socket, 'close');
};

/** Never lets this process sleep, so that the server does not pay for waking it; gives what ends that. */
const stayAwake = (): (() => void) => {
  let goesOn = true;
  const turn = (): void => void (goesOn && setImmediate(turn));
  turn();
  return () => void (goesOn = false);
};

/**
 * The heartbeats in turn, each over the next free one of `callers` connections. It does as little as a generator can,
 * because it shares the machine with the platform.
 */
export const runBeats = async (
  base: string,
  beats: readonly Buffer[],
  options: { callers: number; seconds: number; awake: boolean },
): Promise<Figures> => {
  const waits: number[] = [];
  let refused = 0;
  let turn = 0;
  const sleepAgain = options.awake ? stayAwake() : () => undefined;
  const start = performance.now();
  const end = start + options.seconds * 1_000;
  const next = (): Buffer | null => (performance.now() < end ? (beats[turn++ % beats.length] ?? null) : null);
  const answered = (status: number, ms: number): void => {
    waits.push(ms);
    if (status >= 300) refused += 1;
  };
  await Promise.all(Array.from({ length: options.callers }, () => caller(new URL(base), next, answered)));
  sleepAgain();
  const seconds = (performance.now() - start) / 1_000;
  return { case: '', per_s: Math.round(waits.length / seconds), ...times(waits), refused };
};
