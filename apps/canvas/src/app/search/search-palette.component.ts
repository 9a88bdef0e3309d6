import { ActiveDescendantKeyManager } from '@angular/cdk/a11y';
import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  output,
  signal,
  untracked,
  viewChildren,
} from '@angular/core';
import { searchedTexts } from '@guildhall/contracts';
import { DialogComponent } from '../dialogs/dialog.component.js';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { shownState, stateWord } from '../agent-state/shown-state.js';
import { UrlStore } from '../url/url.store.js';
import { found } from './matching.js';
import { SearchCommands } from './search-commands.js';
import { SearchOptionDirective } from './search-option.directive.js';

const mostNodes = 30;

/** One field for workspaces, by name, role, tag or state, and for commands. */
@Component({
  selector: 'gh-search-palette',
  imports: [DialogComponent, SearchOptionDirective, StateMarkComponent],
  templateUrl: './search-palette.component.html',
  styleUrl: './search-palette.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SearchPaletteComponent {
  readonly closed = output();
  private readonly graph = inject(OrgGraphStore);
  private readonly commands = inject(SearchCommands);
  private readonly url = inject(UrlStore);

  protected readonly query = signal('');
  protected readonly nodes = computed(() => {
    const all = this.graph.present().map((node) => {
      const { id, name, role } = node;
      const state = shownState(node);
      return { id, name, role, state, text: [...searchedTexts(node), stateWord(state)].join(' ') };
    });
    return found(this.query(), all).slice(0, mostNodes);
  });
  protected readonly actions = computed(() => found(this.query(), this.commands.offered(this.url.selected())));
  protected readonly count = computed(() => this.nodes().length + this.actions().length);

  private readonly options = viewChildren(SearchOptionDirective);
  protected readonly keys = new ActiveDescendantKeyManager(this.options, inject(Injector));
  /** Id of the option that Enter chooses. */
  protected readonly activeId = signal<string | null>(null);

  constructor() {
    this.keys.change.subscribe(() => this.activeId.set(this.keys.activeItem?.id ?? null));
    // Every query starts at its best result.
    afterRenderEffect(() => {
      this.query();
      this.options();
      untracked(() => this.keys.setFirstItemActive());
    });
  }

  protected onInput(event: Event): void {
    this.query.set((event.target as HTMLInputElement).value);
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.choose(this.keys.activeItemIndex ?? -1);
    else this.keys.onKeydown(event);
  }

  protected choose(index: number): void {
    const node = this.nodes()[index];
    const action = this.actions()[index - this.nodes().length];
    if (node === undefined && action === undefined) return;
    this.closed.emit();
    if (node !== undefined) this.url.open(node.id);
    action?.act();
  }
}
