import { stateOrder, type ShownState } from '../agent-state/shown-state.js';
import { panelTabs, type PanelTab } from '../preferences/panel-tab.js';

export interface Place {
  selected: string | null;
  /** Open tab of the side panel; null: the panel is closed. */
  tab: PanelTab | null;
  /** Root and path of what the files tab shows, as in `workspace/notes.md`; null: its first root. */
  file: string | null;
  /** Ordinal of the moment on screen; null: live. */
  moment: number | null;
  /** States that are shown in full; none: all. */
  filters: readonly ShownState[];
}

const isTab = (value: string | null): value is PanelTab => panelTabs.includes(value as PanelTab);
const isState = (value: string): value is ShownState => stateOrder.includes(value as ShownState);

/** Ignores unknown values: an old or mistyped address still opens the canvas. */
export const readPlace = (search: string): Place => {
  const values = new URLSearchParams(search);
  const tab = values.get('tab');
  const moment = Number(values.get('at') ?? Number.NaN);
  return {
    selected: values.get('workspace'),
    tab: isTab(tab) ? tab : null,
    file: tab === 'files' ? values.get('file') : null,
    moment: Number.isInteger(moment) && moment > 0 ? moment : null,
    filters: (values.get('states') ?? '').split(',').filter(isState),
  };
};

export const writePlace = ({ selected, tab, file, moment, filters }: Place): string => {
  const values = new URLSearchParams();
  if (selected !== null) values.set('workspace', selected);
  if (selected !== null && tab !== null) values.set('tab', tab);
  if (selected !== null && tab === 'files' && file !== null) values.set('file', file);
  if (moment !== null) values.set('at', String(moment));
  if (filters.length > 0) values.set('states', filters.join(','));
  const search = values.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return search === '' ? '' : `?${search}`;
};
