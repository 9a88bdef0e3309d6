import { inject, Injectable } from '@angular/core';
import { CommandsStore } from '../commands/commands.store.js';
import { nodeAt } from '../graph/node-at.js';
import { PlacementStore } from '../graph/placement.store.js';
import { neighbour, type Direction } from '../placement/neighbours.js';
import { ScreenStore } from '../screen/screen.store.js';
import { UrlStore } from '../url/url.store.js';
import { WorkspaceMenuStore } from '../workspaces/menu/workspace-menu.store.js';

/** Moves through the canvas by key: along the tree, into a panel or a menu, and out again. */
@Injectable({ providedIn: 'root' })
export class NavigationKeys {
  private readonly commands = inject(CommandsStore);
  private readonly placements = inject(PlacementStore);
  private readonly screen = inject(ScreenStore);
  private readonly url = inject(UrlStore);
  private readonly menu = inject(WorkspaceMenuStore);

  move(direction: Direction): void {
    const placement = this.placements.placement();
    const selected = this.url.selected();
    const isShown = selected !== null && placement.positions.has(selected);
    const next = isShown
      ? neighbour(selected, direction, placement)
      : (placement.positions.keys().next().value ?? null);
    if (next === null) return;
    this.url.select(next);
    focusNode(next);
  }

  fitAll(): void {
    this.screen.fitAll();
  }

  openPanel(event: KeyboardEvent): void {
    const focused = nodeAt(event) ?? this.url.selected();
    if (focused !== null) this.url.open(focused);
  }

  openMenu(event: KeyboardEvent): void {
    const id = nodeAt(event) ?? this.url.selected();
    if (id !== null) this.menu.openAtNode(id);
  }

  /** Closes what is open, one thing per press. */
  leave(): void {
    if (this.menu.menu() !== null) this.menu.close();
    else if (this.commands.refusal() !== null) this.commands.clearRefusal();
    else if (this.url.isPanelOpen()) {
      this.url.closePanel();
      focusNode(this.url.selected() ?? '');
    } else this.url.select(null);
  }
}

/** Focuses a node once it is drawn as selected. */
const focusNode = (id: string): void => {
  setTimeout(() =>
    document.querySelector<SVGElement>(`[data-node="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }),
  );
};
