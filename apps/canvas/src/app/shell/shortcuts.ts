import { inject, Injectable } from '@angular/core';
import { CommandsStore } from '../commands/commands.store.js';
import { neighbour, type Direction } from '../placement/neighbours.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { place } from '../placement/placement.js';
import { ScreenStore } from '../screen/screen.store.js';
import { TimeStore } from '../time/time.store.js';
import { UrlStore } from '../url/url.store.js';
import { WorkspaceMenuStore } from '../workspaces/menu/workspace-menu.store.js';
import { WorkspacesStore } from '../workspaces/workspaces.store.js';
import { DialogsStore } from '../dialogs/dialogs.store.js';

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** What a key does on the canvas. Keys pressed in fields, in dialogs and on buttons are not ours. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  private readonly graph = inject(OrgGraphStore);
  private readonly screen = inject(ScreenStore);
  private readonly time = inject(TimeStore);
  private readonly url = inject(UrlStore);
  private readonly workspaces = inject(WorkspacesStore);
  private readonly commands = inject(CommandsStore);
  private readonly dialogs = inject(DialogsStore);
  private readonly menu = inject(WorkspaceMenuStore);

  private readonly acts: Record<string, (event: KeyboardEvent) => void> = {
    '/': () => this.dialogs.open({ kind: 'search' }),
    '?': () => this.dialogs.open({ kind: 'keys' }),
    '0': () => this.screen.fitAll(),
    c: () => this.whenLive(() => this.dialogs.open({ kind: 'create', parentId: this.url.selected() })),
    l: () => this.time.backToLive(),
    Enter: (event) => this.openPanel(event),
    Delete: () => this.withSelection((id) => this.remove(id)),
    ContextMenu: (event) => this.openMenu(event),
    F10: (event) => {
      if (event.shiftKey) this.openMenu(event);
    },
    F2: () => this.withSelection((id) => this.screen.rename(id)),
    Escape: () => this.leave(),
    ' ': (event) => this.playOrOpen(event),
  };

  handle(event: KeyboardEvent): void {
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
        : () => this.move(direction);
    if (act === undefined) return;
    event.preventDefault();
    act(event);
  }

  private move(direction: Direction): void {
    const placement = place(this.graph.structure(), this.screen.form());
    const selected = this.url.selected();
    const isShown = selected !== null && placement.positions.has(selected);
    const next = isShown
      ? neighbour(selected, direction, placement)
      : (placement.positions.keys().next().value ?? null);
    if (next === null) return;
    this.url.select(next);
    focusNode(next);
  }

  private openPanel(event: KeyboardEvent): void {
    const focused = nodeOf(event) ?? this.url.selected();
    if (focused !== null) this.url.open(focused);
  }

  private openMenu(event: KeyboardEvent): void {
    const id = nodeOf(event) ?? this.url.selected();
    if (id !== null) this.menu.openAtNode(id);
  }

  private playOrOpen(event: KeyboardEvent): void {
    if (!this.time.isPast()) this.openPanel(event);
    else if (this.time.isPlaying()) this.time.pause();
    else this.time.play();
  }

  private remove(id: string): void {
    if (this.graph.teamOf(id).length > 0) this.dialogs.open({ kind: 'remove', id });
    else void this.workspaces.remove(id, false);
  }

  private leave(): void {
    if (this.menu.menu() !== null) this.menu.close();
    else if (this.commands.refusal() !== null) this.commands.clearRefusal();
    else if (this.url.isPanelOpen()) {
      this.url.closePanel();
      focusNode(this.url.selected() ?? '');
    } else this.url.select(null);
  }

  private withSelection(act: (id: string) => void): void {
    const id = this.url.selected();
    if (id !== null && this.graph.get(id)?.removed === null) this.whenLive(() => act(id));
  }

  private whenLive(act: () => void): void {
    if (this.time.frozen() === null) act();
  }
}

/** Once it is drawn as selected. */
const focusNode = (id: string): void => {
  setTimeout(() =>
    document.querySelector<SVGElement>(`[data-node="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }),
  );
};

const nodeOf = ({ target }: KeyboardEvent): string | null =>
  (target as Element).closest('[data-node]')?.getAttribute('data-node') ?? null;

/** A terminal, an editor, a dialog and a menu take every key for themselves, Escape and Ctrl+K too. */
const ownsKeys = ({ target, defaultPrevented }: KeyboardEvent): boolean =>
  defaultPrevented || (target as Element).closest('[data-own-keys], .cdk-overlay-container') !== null;

const isForeign = ({ target, key }: KeyboardEvent): boolean => {
  const element = target as HTMLElement;
  if (element.closest('input, textarea, select, [contenteditable]') !== null) return key !== 'Escape';
  const isPress = key === 'Enter' || key === ' ';
  const isArrow = key.startsWith('Arrow');
  return (
    (isPress && element.closest('button, a') !== null) ||
    (isArrow && element.closest('aside, [popover], [role="tablist"]') !== null)
  );
};
