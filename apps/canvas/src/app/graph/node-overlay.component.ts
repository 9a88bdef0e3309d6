import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  effect,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { LucideX } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { CommandsStore } from '../commands/commands.store.js';
import { WorkspacesStore } from '../workspaces/workspaces.store.js';
import type { Drag } from './dragging/node-drag.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import type { Point } from '../placement/geometry.js';
import { cardSize } from '../placement/placement.js';
import { ScreenStore } from '../screen/screen.store.js';

/** The layer over the cards: the dragged card, the name being edited, and a refusal. */
@Component({
  selector: 'gh-node-overlay',
  imports: [IconButtonDirective, LucideX, ProblemNoteComponent],
  templateUrl: './node-overlay.component.html',
  styleUrl: './node-overlay.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodeOverlayComponent {
  readonly positions = input.required<ReadonlyMap<string, Point>>();
  readonly drag = input.required<Drag | null>();

  private readonly screen = inject(ScreenStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly workspaces = inject(WorkspacesStore);
  protected readonly commands = inject(CommandsStore);
  private readonly nameField = viewChild<ElementRef<HTMLInputElement>>('name');

  protected readonly ghost = computed(() => {
    const drag = this.drag();
    if (drag === null) return null;
    const { target } = drag;
    const name = this.graph.get(drag.id)?.name ?? '';
    const over = target === null ? '' : (this.graph.get(target.id)?.name ?? '');
    const hint = target === null ? 'Move here' : target.isAllowed ? `Report to ${over}` : `${over} is in its team`;
    const at = { x: drag.at.x - drag.grip.x, y: drag.at.y - drag.grip.y };
    return { name, hint, isRefused: target?.isAllowed === false, ...this.box(at) };
  });
  protected readonly renamed = computed(() => {
    const id = this.screen.renaming();
    const at = id === null ? undefined : this.positions().get(id);
    return id === null || at === undefined ? null : { id, name: this.graph.get(id)?.name ?? '', ...this.box(at) };
  });
  protected readonly refusal = computed(() => {
    const refusal = this.commands.refusal();
    const at = refusal === null ? undefined : this.positions().get(refusal.id);
    if (refusal === null || at === undefined) return null;
    const { left, top, width, height } = this.box(at);
    const size = this.screen.size();
    const x = Math.min(Math.max(left + width / 2, 180), Math.max(180, size.width - 180));
    return { ...refusal, x, y: Math.min(top + height + 10, size.height - 160) };
  });

  constructor() {
    effect(() => this.nameField()?.nativeElement.select());
  }

  protected rename(id: string, name: string): void {
    if (this.screen.renaming() !== id) return;
    this.screen.rename(null);
    const next = name.trim();
    if (next !== '' && next !== this.graph.get(id)?.name) void this.workspaces.rename(id, next);
  }

  protected onKey(event: KeyboardEvent, id: string, name: string): void {
    event.stopPropagation();
    if (event.key === 'Enter') this.rename(id, name);
    if (event.key === 'Escape') this.screen.rename(null);
  }

  private box(at: Point): { left: number; top: number; width: number; height: number } {
    const { x, y, zoom } = this.screen.viewport();
    const { width, height } = cardSize;
    return {
      left: (at.x - width / 2) * zoom + x,
      top: (at.y - height / 2) * zoom + y,
      width: width * zoom,
      height: height * zoom,
    };
  }
}
