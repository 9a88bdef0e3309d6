import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { stateOrder, stateWord } from '../../agent-state/shown-state.js';
import { StateMarkComponent } from '../../elements/state-mark.component.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { UrlStore } from '../../url/url.store.js';

/** From this number on, the words of the states do not fit beside the counts on usual screens. */
const many = 8;

/** How many workspaces are in each state; a click filters by it. */
@Component({
  selector: 'gh-state-filters',
  imports: [StateMarkComponent],
  templateUrl: './state-filters.component.html',
  styleUrl: './state-filters.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    role: 'group',
    'aria-label': 'Filter by state',
    '[class.many]': 'counts().length >= many',
    '[class.covered]': 'url.isPanelOpen() || counts().length === 0',
  },
})
export class StateFiltersComponent {
  private readonly graph = inject(OrgGraphStore);
  protected readonly url = inject(UrlStore);
  protected readonly many = many;
  protected readonly counts = computed(() => {
    const chosen = new Set(this.url.filters());
    const counts = new Map(this.graph.counts().map(({ state, count }) => [state, count]));
    return stateOrder
      .filter((state) => (counts.get(state) ?? 0) > 0 || chosen.has(state))
      .map((state) => ({ state, count: counts.get(state) ?? 0, word: stateWord(state), isChosen: chosen.has(state) }));
  });
}
