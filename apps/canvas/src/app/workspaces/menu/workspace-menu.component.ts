import {
  afterNextRender,
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import {
  LucideCopy,
  LucideEraser,
  LucideFolder,
  LucideLayoutTemplate,
  LucideMessageSquare,
  LucideMoon,
  LucidePause,
  LucidePencil,
  LucidePlay,
  LucidePlus,
  LucideRotateCw,
  LucideScrollText,
  LucideSquareTerminal,
  LucideSun,
  LucideTrash2,
} from '@lucide/angular';
import { StateMarkComponent } from '../../elements/state-mark.component.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { stateWord } from '../../agent-state/shown-state.js';
import { ActivityStore } from '../../live/activity.store.js';
import { MenuEntries, type MenuEntry } from './menu-entries.js';
import { WorkspaceMenuStore } from './workspace-menu.store.js';

/** Pixels between the menu and the edge of the window. */
const margin = 8;

/** What can be done with a workspace, at the pointer. Entries that are not possible now can be reached and say why. */
@Component({
  selector: 'gh-workspace-menu',
  imports: [
    LucideCopy,
    LucideEraser,
    LucideFolder,
    LucideLayoutTemplate,
    LucideMessageSquare,
    LucideMoon,
    LucidePause,
    LucidePencil,
    LucidePlay,
    LucidePlus,
    LucideRotateCw,
    LucideScrollText,
    LucideSquareTerminal,
    LucideSun,
    LucideTrash2,
    StateMarkComponent,
  ],
  templateUrl: './workspace-menu.component.html',
  styleUrl: './workspace-menu.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '(document:pointerdown)': 'onPointerDown($event)',
    '(window:resize)': 'menu.close()',
    '(window:blur)': 'menu.close()',
  },
})
export class WorkspaceMenuComponent {
  readonly id = input.required<string>();
  readonly x = input.required<number>();
  readonly y = input.required<number>();

  protected readonly menu = inject(WorkspaceMenuStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly activity = inject(ActivityStore);
  private readonly offered = inject(MenuEntries);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly box = viewChild.required<ElementRef<HTMLElement>>('box');

  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly state = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? 'offline' : this.activity.stateOf(workspace);
  });
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly groups = computed(() => {
    let index = 0;
    return this.offered.of(this.id()).map((entries) => entries.map((entry) => ({ ...entry, index: index++ })));
  });
  private readonly entries = computed(() => this.groups().flat());
  protected readonly active = signal(0);
  protected readonly why = computed(() => this.entries()[this.active()]?.refusal ?? null);
  protected readonly corner = signal({ left: 0, top: 0 });

  constructor() {
    afterNextRender(() =>
      this.go(
        Math.max(
          0,
          this.entries().findIndex(({ refusal }) => refusal === null),
        ),
      ),
    );
    afterRenderEffect(() => {
      this.why();
      const { offsetWidth, offsetHeight } = this.box().nativeElement;
      const left = Math.max(margin, Math.min(this.x(), innerWidth - offsetWidth - margin));
      const top = Math.max(margin, Math.min(this.y(), innerHeight - offsetHeight - margin));
      this.corner.set({ left, top });
    });
  }

  protected choose({ refusal, act }: MenuEntry, index: number): void {
    this.active.set(index);
    if (refusal !== null) return;
    this.menu.close();
    act();
  }

  protected onKey(event: KeyboardEvent): void {
    const count = this.entries().length;
    const to: Record<string, number> = {
      ArrowDown: (this.active() + 1) % count,
      ArrowUp: (this.active() + count - 1) % count,
      Home: 0,
      End: count - 1,
    };
    const next = to[event.key];
    const isLeaving = event.key === 'Escape' || event.key === 'Tab';
    event.stopPropagation();
    if (next === undefined && !isLeaving) return this.typeAhead(event);
    event.preventDefault();
    if (next === undefined) this.menu.close();
    else this.go(next);
  }

  protected onPointerDown(event: Event): void {
    if (!this.host.nativeElement.contains(event.target as Node)) this.menu.close();
  }

  private typeAhead({ key, ctrlKey, metaKey }: KeyboardEvent): void {
    if (key.length !== 1 || key === ' ' || ctrlKey || metaKey) return;
    const all = this.entries();
    const from = this.active() + 1;
    const found = [...all.slice(from), ...all.slice(0, from)].find(({ text }) =>
      text.toLowerCase().startsWith(key.toLowerCase()),
    );
    if (found !== undefined) this.go(found.index);
  }

  private go(index: number): void {
    this.active.set(index);
    this.box().nativeElement.querySelectorAll<HTMLElement>('[role="menuitem"]')[index]?.focus({ preventScroll: false });
  }
}
