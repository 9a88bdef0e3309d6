import { Directive, inject } from '@angular/core';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import type { Direction } from '../placement/neighbours.js';
import { TimeStore } from '../time/time.store.js';
import { Creation } from '../workspaces/creation.js';
import { takesKey } from './keys-of-elements.js';
import { NavigationKeys } from './navigation-keys.js';
import { SelectionKeys } from './selection-keys.js';

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** The keys of the canvas. Keys pressed in fields, in dialogs and on buttons belong to those. */
@Directive({ selector: '[ghShortcuts]', host: { '(document:keydown)': 'handle($event)' } })
export class ShortcutsDirective {
  private readonly dialogs = inject(DialogsStore);
  private readonly time = inject(TimeStore);
  private readonly creation = inject(Creation);
  private readonly navigation = inject(NavigationKeys);
  private readonly selection = inject(SelectionKeys);

  private readonly acts: Record<string, (event: KeyboardEvent) => void> = {
    '/': () => this.dialogs.open({ kind: 'search' }),
    '?': () => this.dialogs.open({ kind: 'keys' }),
    '0': () => this.navigation.fitAll(),
    c: ({ shiftKey }) => (shiftKey ? this.creation.startBelow() : this.creation.start()),
    l: () => this.time.backToLive(),
    Enter: (event) => this.navigation.openPanel(event),
    Delete: () => this.selection.remove(),
    ContextMenu: (event) => this.navigation.openMenu(event),
    F10: (event) => {
      if (event.shiftKey) this.navigation.openMenu(event);
    },
    F2: () => this.selection.rename(),
    Escape: () => this.navigation.leave(),
    ' ': (event) => this.playOrOpen(event),
  };

  protected handle(event: KeyboardEvent): void {
    if (ownsKeys(event)) return;
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.dialogs.open({ kind: 'search' });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || this.dialogs.dialog() !== null || isForeign(event)) return;
    const direction = directions[event.key];
    const act =
      direction === undefined
        ? this.acts[event.key.length === 1 ? event.key.toLowerCase() : event.key]
        : () => this.navigation.move(direction);
    if (act === undefined) return;
    event.preventDefault();
    act(event);
  }

  private playOrOpen(event: KeyboardEvent): void {
    if (!this.time.isPast()) this.navigation.openPanel(event);
    else if (this.time.isPlaying()) this.time.pause();
    else this.time.play();
  }
}

/** A terminal, an editor, a dialog and a menu take every key for themselves, Escape and Ctrl+K too. */
const ownsKeys = ({ target, defaultPrevented }: KeyboardEvent): boolean =>
  defaultPrevented || (target as Element).closest('[data-own-keys], .cdk-overlay-container') !== null;

const isForeign = ({ target, key }: KeyboardEvent): boolean => {
  const element = target as HTMLElement;
  // The browser closes the open settings by it, unless the event was handled.
  if (key === 'Escape') return element.ownerDocument.querySelector(':popover-open') !== null;
  return takesKey(element, key);
};
