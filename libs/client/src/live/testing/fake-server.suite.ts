import type { EventItem, EventsFrame, LiveAnswer, ProblemBody, SnapshotFrame } from '@guildhall/contracts';
import { createLiveClient } from '../live-client.js';
import type { LiveSocket } from '../live-socket.js';
import type { LiveState } from '../live-state.js';

type Sent = { name: string; payload: Record<string, unknown>; answer?: (answer: LiveAnswer) => void };

/** Stands for the server: delivers frames and keeps what the client sent. */
class FakeSocket {
  connected = false;
  active = true;
  connects = 0;
  sent: Sent[] = [];
  private readonly listeners = new Map<string, (argument: never) => void>();
  on(name: string, listener: (argument: never) => void) {
    this.listeners.set(name, listener);
  }
  emit(name: string, payload: Record<string, unknown>, answer?: (answer: LiveAnswer) => void) {
    this.sent.push({ name, payload, ...(answer === undefined ? {} : { answer }) });
  }
  connect() {
    this.connects += 1;
  }
  disconnect() {
    this.connected = false;
  }
  deliver(name: string, argument?: unknown) {
    this.listeners.get(name)?.(argument as never);
  }
  up() {
    this.connected = true;
    this.deliver('connect');
  }
  lost() {
    this.connected = false;
    this.deliver('disconnect', 'transport close');
  }
  subscribes() {
    return this.sent.filter((one) => one.name === 'subscribe');
  }
  acks() {
    return this.sent.filter((one) => one.name === 'ack').map((one) => one.payload['to']);
  }
}

class FakeClock {
  time = 1_000_000;
  timers: { at: number; callback: () => void }[] = [];
  now = () => this.time;
  after = (ms: number, callback: () => void) => {
    const timer = { at: this.time + ms, callback };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((one) => one !== timer));
  };
  pass(ms: number) {
    this.time += ms;
    for (const timer of this.timers.filter((one) => one.at <= this.time)) {
      this.timers = this.timers.filter((one) => one !== timer);
      timer.callback();
    }
  }
}

export const sub = 'organisation';
export const snapshot = (position: string, ordinal: number): SnapshotFrame => ({
  sub,
  position,
  ordinal,
  foldVersion: 1,
  logId: 'log',
  graph: null,
});
const item = (position: string, recordedAt = new Date(1_000_000).toISOString()) =>
  ({ position, recordedAt }) as unknown as EventItem;
export const events = (from: string, to: string, ordinal: number, items: EventItem[] = [item(to)]): EventsFrame => ({
  sub,
  from,
  to,
  ordinal,
  items,
});
export const problem = { code: 'CHECK_UNAVAILABLE', error: 'No.', fix: 'Wait.', type: '', title: '' } as ProblemBody;

/** A client that follows the organisation through a fake connection. */
export const following = (headOrdinal?: () => Promise<number>) => {
  const socket = new FakeSocket();
  const clock = new FakeClock();
  const states: LiveState[] = [];
  const applied: string[] = [];
  const client = createLiveClient({
    baseUrl: '',
    socket: socket as unknown as LiveSocket,
    clock,
    ...(headOrdinal === undefined ? {} : { headOrdinal }),
  });
  let broken = false;
  const stop = client.subscribe(
    { kind: 'organisation' },
    {
      snapshot: (frame) => void applied.push(`= ${frame.position}`),
      events: (frame) => {
        if (broken) throw new Error('fold');
        applied.push(`${frame.from}>${frame.to}`);
      },
      state: (state) => void states.push(state),
    },
    { foldVersion: 1 },
  );
  const accept = () => socket.subscribes().at(-1)?.answer?.({ ok: true });
  return {
    socket,
    clock,
    client,
    states,
    applied,
    accept,
    stop,
    breakFold: () => (broken = true),
    state: () => states.at(-1),
  };
};
