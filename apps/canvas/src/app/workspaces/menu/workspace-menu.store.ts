import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';

interface OpenMenu {
  id: string;
  /** Corner of the menu, in pixels of the window. */
  x: number;
  y: number;
}

/** The open menu of a workspace, if any. Closing it returns the focus. */
export const WorkspaceMenuStore = signalStore(
  { providedIn: 'root' },
  withState<{ menu: OpenMenu | null; before: HTMLElement | SVGElement | null }>({ menu: null, before: null }),
  withMethods((store) => ({
    open(id: string, x: number, y: number): void {
      const focused = document.activeElement;
      const canFocus = focused instanceof HTMLElement || focused instanceof SVGElement;
      const before = store.menu() === null && canFocus ? focused : store.before();
      patchState(store, { menu: { id, x, y }, before });
    },
    /** Opens the menu at the node, for menus that a key opens. */
    openAtNode(id: string): void {
      const node = document.querySelector(`[data-node="${CSS.escape(id)}"]`);
      if (node === null) return;
      const { left, bottom } = node.getBoundingClientRect();
      this.open(id, left + 12, bottom - 12);
    },
    close(): void {
      const { menu, before } = store;
      const element = before();
      if (menu() === null) return;
      patchState(store, { menu: null, before: null });
      element?.focus({ preventScroll: true });
    },
  })),
);
