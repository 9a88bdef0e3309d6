import { patchState, signalStore, withMethods, withProps, withState } from '@ngrx/signals';

export interface Notice {
  id: number;
  text: string;
  /** Undoes the reported command; null: it has no undo. */
  undo: (() => Promise<void>) | null;
  problem: unknown;
}

export const noticeMs = 10_000;

/** One notice at a time, at the bottom: the last result, with Undo for ten seconds. */
export const NoticesStore = signalStore(
  { providedIn: 'root' },
  withState<{ notice: Notice | null; isBusy: boolean }>({ notice: null, isBusy: false }),
  withProps(() => ({ clock: { count: 0, timer: undefined as ReturnType<typeof setTimeout> | undefined } })),
  withMethods(({ clock, ...store }) => {
    const close = (): void => {
      clearTimeout(clock.timer);
      patchState(store, { notice: null, isBusy: false });
    };
    const later = (): void => {
      clearTimeout(clock.timer);
      clock.timer = setTimeout(close, noticeMs);
    };
    const open = (notice: Omit<Notice, 'id'>): void => {
      clock.count += 1;
      patchState(store, { notice: { ...notice, id: clock.count }, isBusy: false });
      if (notice.problem === null) later();
      else clearTimeout(clock.timer);
    };
    return {
      close,
      /** Keeps the notice while the pointer or the focus is on it. */
      hold: () => clearTimeout(clock.timer),
      release: () => {
        if (store.notice()?.problem === null) later();
      },
      say: (text: string, undo: (() => Promise<void>) | null = null) => open({ text, undo, problem: null }),
      fail: (text: string, problem: unknown) => open({ text, undo: null, problem }),
      async undo(): Promise<void> {
        const undo = store.notice()?.undo ?? null;
        if (undo === null || store.isBusy()) return;
        clearTimeout(clock.timer);
        patchState(store, { isBusy: true });
        try {
          await undo();
          close();
        } catch (problem) {
          open({ text: 'The change could not be undone.', undo: null, problem });
        }
      },
    };
  }),
);
