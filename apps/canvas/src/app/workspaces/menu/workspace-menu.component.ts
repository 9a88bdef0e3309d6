import { CdkMenu, CdkMenuItem } from '@angular/cdk/menu';
import { CdkConnectedOverlay, type ConnectedPosition } from '@angular/cdk/overlay';
import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  signal,
  untracked,
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
import { MenuEntries } from './menu-entries.js';
import type { MenuEntry } from './menu-entry.js';
import { WorkspaceMenuStore } from './workspace-menu.store.js';

/** The actions for a workspace, at the pointer. Disabled entries can be reached and say why they are disabled. */
@Component({
  selector: 'gh-workspace-menu',
  imports: [
    CdkConnectedOverlay,
    CdkMenu,
    CdkMenuItem,
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
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');
  private readonly list = viewChild(CdkMenu);

  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly state = computed(() => this.activity.stateOf(this.workspace()));
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly groups = computed(() => this.offered.of(this.id()));
  protected readonly origin = computed(() => ({ x: this.x(), y: this.y() }));
  protected readonly positions: ConnectedPosition[] = [
    { originX: 'start', originY: 'top', overlayX: 'start', overlayY: 'top' },
    { originX: 'start', originY: 'top', overlayX: 'start', overlayY: 'bottom' },
  ];
  /** The entry under the pointer or the focus. */
  protected readonly active = signal<MenuEntry | null>(null);
  protected readonly why = computed(() => this.active()?.refusal ?? null);

  constructor() {
    afterRenderEffect(() => {
      const list = this.list();
      // Reads signals of its own, which must not bring the focus back to the first entry.
      untracked(() => list?.focusFirstItem('keyboard'));
    });
  }

  /** The menu closes first, so that what the entry opens keeps the focus. */
  protected choose({ act }: MenuEntry): void {
    this.menu.close();
    act();
  }

  protected onPointerDown(event: Event): void {
    if (this.box()?.nativeElement.contains(event.target as Node) !== true) this.menu.close();
  }
}
