const keyOf = (workspaceId: string): string => `guildhall.draft.${workspaceId}`;

/** The unsent text for a workspace, kept in this browser. */
export const readDraft = (workspaceId: string): string => localStorage.getItem(keyOf(workspaceId)) ?? '';

export const keepDraft = (workspaceId: string, text: string): void => {
  if (text === '') localStorage.removeItem(keyOf(workspaceId));
  else localStorage.setItem(keyOf(workspaceId), text);
};
