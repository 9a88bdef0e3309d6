import { events, following, snapshot, sub } from './testing/fake-server.suite.js';

describe('frames of a subscription', () => {
  it('is not live before the connection, the snapshot and the answer', () => {
    const { socket, state, accept } = following();
    expect(state()).toEqual({ kind: 'reconnecting', since: 1_000_000, problem: null });
    socket.up();
    expect(socket.subscribes()[0]?.payload).toEqual({ sub, scope: { kind: 'organisation' }, foldVersion: 1 });
    expect(state()).toEqual({ kind: 'catching-up', behind: null });
    socket.deliver('snapshot', snapshot('03', 3));
    expect(state()).toEqual({ kind: 'catching-up', behind: null });
    accept();
    expect(state()).toEqual({ kind: 'live', lagMs: 0 });
  });

  it('applies batches that fit, acknowledges each, and says how late the newest is', () => {
    const { socket, clock, applied, accept, state } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    clock.time += 1_500;
    socket.deliver('events', events('03', '05', 5));
    socket.deliver('events', events('05', '06', 6, []));
    expect(applied).toEqual(['= 03', '03>05', '05>06']);
    expect(socket.acks()).toEqual(['03', '05', '06']);
    expect(state()).toEqual({ kind: 'live', lagMs: 0 });
  });

  it('continues from what it holds when a batch is skipped', () => {
    const { socket, applied, accept, state } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    socket.deliver('events', events('05', '06', 6));
    expect(applied).toEqual(['= 03']);
    expect(socket.subscribes()).toHaveLength(2);
    expect(socket.subscribes()[1]?.payload).toMatchObject({ from: '03', logId: 'log', foldVersion: 1 });
    expect(state()?.kind).toBe('catching-up');
    socket.deliver('events', events('03', '06', 6));
    accept();
    expect(applied).toEqual(['= 03', '03>06']);
    expect(state()?.kind).toBe('live');
  });

  it('does not apply a repeated batch twice', () => {
    const { socket, applied, accept } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    socket.deliver('events', events('03', '04', 4));
    socket.deliver('events', events('03', '04', 4));
    expect(applied).toEqual(['= 03', '03>04']);
    expect(socket.subscribes()[1]?.payload).toMatchObject({ from: '04' });
  });

  it('ignores late frames of the subscription before', () => {
    const { socket, applied, accept } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    socket.deliver('events', events('04', '05', 5));
    socket.deliver('events', events('05', '06', 6));
    expect(socket.subscribes()).toHaveLength(2);
    expect(applied).toEqual(['= 03']);
  });

  it('takes a snapshot of another log in place of what it held', () => {
    const { socket, applied, accept } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    socket.lost();
    socket.up();
    socket.deliver('snapshot', { ...snapshot('01', 1), logId: 'other' });
    accept();
    socket.deliver('events', events('01', '02', 2));
    expect(applied).toEqual(['= 03', '= 01', '01>02']);
    socket.lost();
    socket.up();
    expect(socket.subscribes().at(-1)?.payload).toMatchObject({ logId: 'other', from: '02' });
  });

  it('says how far behind it is while the number is known', async () => {
    const { socket, accept, state } = following(async () => 8);
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    await Promise.resolve();
    expect(state()).toEqual({ kind: 'catching-up', behind: 5 });
    socket.deliver('events', events('03', '08', 8));
    expect(state()?.kind).toBe('live');
  });

  it('applies nothing after it was stopped', () => {
    const { socket, applied, accept, stop } = following();
    socket.up();
    socket.deliver('snapshot', snapshot('03', 3));
    accept();
    stop();
    socket.deliver('events', events('03', '04', 4));
    expect(applied).toEqual(['= 03']);
    expect(socket.sent.at(-1)?.name).toBe('unsubscribe');
  });
});
