import type { EventItem, EventsFrame, LiveAnswer, ProblemBody, SnapshotFrame } from '@guildhall/contracts';
import { createLiveClient } from './live-client.js';
import type { LiveSocket } from './live-socket.js';
import type { LiveState } from './live-state.js';

type Sent = { name: string; payload: Record<string, unknown>; answer?: (answer: LiveAnswer) => void };

/** Stands for the server: hands out frames, keeps what the client sent. */
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
  hear(name: string, argument?: unknown) {
    this.listeners.get(name)?.(argument as never);
  }
  up() {
    this.connected = true;
    this.hear('connect');
  }
  lost() {
    this.connected = false;
    this.hear('disconnect', 'transport close');
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

const sub = 'organisation';
const snapshot = (position: string, ordinal: number): SnapshotFrame => ({
  sub,
  position,
  ordinal,
  foldVersion: 1,
  logId: 'log',
  graph: null,
});
const item = (position: string, recordedAt = new Date(1_000_000).toISOString()) =>
  ({ position, recordedAt }) as unknown as EventItem;
const events = (from: string, to: string, ordinal: number, items: EventItem[] = [item(to)]): EventsFrame => ({
  sub,
  from,
  to,
  ordinal,
  items,
});
const problem = { code: 'CHECK_UNAVAILABLE', error: 'No.', fix: 'Wait.', type: '', title: '' } as ProblemBody;

const following = (headOrdinal?: () => Promise<number>) => {
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

describe('live subscription', () => {
  it('is not live before the connection, the snapshot and the answer', () => {
    const { socket, state, accept } = following();
    expect(state()).toEqual({ kind: 'reconnecting', since: 1_000_000, problem: null });
    socket.up();
    expect(socket.subscribes()[0]?.payload).toEqual({ sub, scope: { kind: 'organisation' }, foldVersion: 1 });
    expect(state()).toEqual({ kind: 'catching-up', behind: null });
    socket.hear('snapshot', snapshot('03', 3));
    expect(state()).toEqual({ kind: 'catching-up', behind: null });
    accept();
    expect(state()).toEqual({ kind: 'live', lagMs: 0 });
  });

  it('applies batches that fit, acknowledges each, and says how late the newest is', () => {
    const { socket, clock, applied, accept, state } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    clock.time += 1_500;
    socket.hear('events', events('03', '05', 5));
    socket.hear('events', events('05', '06', 6, []));
    expect(applied).toEqual(['= 03', '03>05', '05>06']);
    expect(socket.acks()).toEqual(['03', '05', '06']);
    expect(state()).toEqual({ kind: 'live', lagMs: 0 });
  });

  it('goes on from what it holds when a batch is skipped', () => {
    const { socket, applied, accept, state } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    socket.hear('events', events('05', '06', 6));
    expect(applied).toEqual(['= 03']);
    expect(socket.subscribes()).toHaveLength(2);
    expect(socket.subscribes()[1]?.payload).toMatchObject({ from: '03', logId: 'log', foldVersion: 1 });
    expect(state()?.kind).toBe('catching-up');
    socket.hear('events', events('03', '06', 6));
    accept();
    expect(applied).toEqual(['= 03', '03>06']);
    expect(state()?.kind).toBe('live');
  });

  it('does not apply a repeated batch twice', () => {
    const { socket, applied, accept } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    socket.hear('events', events('03', '04', 4));
    socket.hear('events', events('03', '04', 4));
    expect(applied).toEqual(['= 03', '03>04']);
    expect(socket.subscribes()[1]?.payload).toMatchObject({ from: '04' });
  });

  it('ignores late frames of the subscription before', () => {
    const { socket, applied, accept } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    socket.hear('events', events('04', '05', 5));
    socket.hear('events', events('05', '06', 6));
    expect(socket.subscribes()).toHaveLength(2);
    expect(applied).toEqual(['= 03']);
  });

  it('asks for a snapshot when going on fails again and again', () => {
    const { socket, clock, accept } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    for (let round = 0; round < 3; round += 1) {
      socket.hear('events', events('99', '98', 9));
      clock.pass(20_000);
      accept();
    }
    expect(socket.subscribes().at(-1)?.payload).not.toHaveProperty('from');
  });

  it('resumes from its position after a lost connection and says since when it is gone', () => {
    const { socket, clock, applied, accept, state } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    clock.time += 5_000;
    socket.lost();
    expect(state()).toEqual({ kind: 'reconnecting', since: 1_005_000, problem: null });
    clock.time += 5_000;
    socket.hear('connect_error', new Error('refused'));
    expect(state()).toEqual({ kind: 'reconnecting', since: 1_005_000, problem: null });
    socket.up();
    expect(socket.subscribes().at(-1)?.payload).toMatchObject({ from: '03' });
    socket.hear('events', events('03', '09', 9));
    accept();
    expect(applied).toEqual(['= 03', '03>09']);
    expect(state()?.kind).toBe('live');
  });

  it('takes a snapshot of another log in place of what it held', () => {
    const { socket, applied, accept } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    socket.lost();
    socket.up();
    socket.hear('snapshot', { ...snapshot('01', 1), logId: 'other' });
    accept();
    socket.hear('events', events('01', '02', 2));
    expect(applied).toEqual(['= 03', '= 01', '01>02']);
    socket.lost();
    socket.up();
    expect(socket.subscribes().at(-1)?.payload).toMatchObject({ logId: 'other', from: '02' });
  });

  it('says how far behind it is while the number is known', async () => {
    const { socket, accept, state } = following(async () => 8);
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    await Promise.resolve();
    expect(state()).toEqual({ kind: 'catching-up', behind: 5 });
    socket.hear('events', events('03', '08', 8));
    expect(state()?.kind).toBe('live');
  });

  it('subscribes again after a problem, with growing pauses', () => {
    const { socket, clock, accept, state } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    socket.hear('problem', { sub, ...problem });
    expect(state()).toMatchObject({ kind: 'reconnecting', problem: { code: 'CHECK_UNAVAILABLE' } });
    expect(socket.subscribes()).toHaveLength(1);
    clock.pass(250);
    expect(socket.subscribes()).toHaveLength(2);
    socket.subscribes()[1]?.answer?.({ ok: false, error: problem });
    clock.pass(250);
    expect(socket.subscribes()).toHaveLength(2);
    clock.pass(250);
    expect(socket.subscribes()).toHaveLength(3);
  });

  it('asks again when a subscription is never answered', () => {
    const { socket, clock } = following();
    socket.up();
    clock.pass(10_000);
    clock.pass(10_000);
    expect(socket.subscribes().length).toBeGreaterThan(1);
  });

  it('starts from a fresh snapshot when the fold fails', () => {
    const { socket, clock, accept, breakFold, state } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    breakFold();
    socket.hear('events', events('03', '04', 4));
    expect(state()?.kind).not.toBe('live');
    expect(socket.acks()).toEqual(['03']);
    clock.pass(20_000);
    expect(socket.subscribes().at(-1)?.payload).not.toHaveProperty('from');
  });

  it('connects again by itself after the server ended the connection', () => {
    const { socket, clock } = following();
    socket.up();
    socket.active = false;
    socket.lost();
    clock.pass(250);
    expect(socket.connects).toBe(1);
  });

  it('stays away after it was closed', () => {
    const { socket, clock, client } = following();
    socket.up();
    socket.active = false;
    client.close();
    socket.lost();
    clock.pass(60_000);
    expect(socket.connects).toBe(0);
  });

  it('hears nothing any more after it was stopped', () => {
    const { socket, applied, accept, stop } = following();
    socket.up();
    socket.hear('snapshot', snapshot('03', 3));
    accept();
    stop();
    socket.hear('events', events('03', '04', 4));
    expect(applied).toEqual(['= 03']);
    expect(socket.sent.at(-1)?.name).toBe('unsubscribe');
  });
});
