import { events, following, problem, snapshot, sub } from './testing/fake-server.suite.js';

describe('retries of a subscription', () => {
  it('asks for a snapshot when resuming fails again and again', () => {
    const { socket, clock, accept } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    for (let round = 0; round < 3; round += 1) {
      socket.deliver('events', events('99', '98', 9));
      clock.pass(20_000);
      accept();
    }
    expect(socket.subscribes().at(-1)?.payload).not.toHaveProperty('from');
  });

  it('resumes from its position after a lost connection and says since when it is lost', () => {
    const { socket, clock, applied, accept, state } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    clock.time += 5_000;
    socket.lost();
    expect(state()).toEqual({ kind: 'reconnecting', since: 1_005_000, problem: null });
    clock.time += 5_000;
    socket.deliver('connect_error', new Error('refused'));
    expect(state()).toEqual({ kind: 'reconnecting', since: 1_005_000, problem: null });
    socket.up();
    expect(socket.subscribes().at(-1)?.payload).toMatchObject({ from: '03' });
    socket.deliver('events', events('03', '09', 9));
    accept();
    expect(applied).toEqual(['= 03', '03>09']);
    expect(state()?.kind).toBe('live');
  });

  it('subscribes again after a problem, with growing pauses', () => {
    const { socket, clock, accept, state } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    socket.deliver('problem', { sub, ...problem });
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
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    breakFold();
    socket.deliver('events', events('03', '04', 4));
    expect(state()?.kind).not.toBe('live');
    expect(socket.acks()).toEqual(['03']);
    clock.pass(20_000);
    expect(socket.subscribes().at(-1)?.payload).not.toHaveProperty('from');
  });
});
