import { ActiveCopies } from './active-copies.js';

/** A view whose copies come and go. */
class ChangingView {
  active: string | null = 'feed_1';
  questions = 0;
  readonly documents = new Map([['feed_1', ['old']]]);
  async activeCollection(): Promise<string | null> {
    this.questions += 1;
    return this.active;
  }
}

describe('the active copies of views', () => {
  const opened = () => {
    const view = new ChangingView();
    const clock = { now: 0 };
    const copies = new ActiveCopies(view, () => clock.now);
    const read = async () =>
      copies.read(
        'feed',
        (copy) => Promise.resolve(view.documents.get(copy) ?? []),
        (found) => found.length === 0,
      );
    return { view, clock, read };
  };

  it('are asked for once a second, however many read', async () => {
    const { view, clock, read } = opened();
    await Promise.all([read(), read(), read()]);
    clock.now = 999;
    expect(await read()).toEqual({ found: ['old'] });
    expect(view.questions).toBe(1);
    clock.now = 1_000;
    await read();
    expect(view.questions).toBe(2);
  });

  it('are asked for again before a dropped copy counts as an empty view', async () => {
    const { view, read } = opened();
    await read();
    view.active = 'feed_2';
    view.documents.set('feed_2', ['new']);
    expect(await read()).toEqual({ found: ['old'] });
    view.documents.delete('feed_1');
    expect(await read()).toEqual({ found: ['new'] });
  });

  it('may hold nothing, unlike a view that was lost', async () => {
    const { view, read } = opened();
    view.documents.clear();
    expect(await read()).toEqual({ found: [] });
    view.active = null;
    expect(await read()).toBeNull();
  });

  it('are there as soon as the view is built', async () => {
    const { view, read } = opened();
    view.active = null;
    expect(await read()).toBeNull();
    view.active = 'feed_1';
    expect(await read()).toEqual({ found: ['old'] });
  });
});
