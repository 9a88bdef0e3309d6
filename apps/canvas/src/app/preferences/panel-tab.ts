export const panelTabs = ['details', 'chat', 'config', 'files', 'terminal', 'logs', 'history'] as const;
/** A tab of the side panel, as the address and the preferences name it. */
export type PanelTab = (typeof panelTabs)[number];
