import type { GraphWorkspace, PatchWorkspaceBody, Tier, WorkspaceView } from '@guildhall/contracts';

/** The facts that a person can edit, as the form holds them. */
export interface Facts {
  name: string;
  role: string;
  parentId: string;
  tier: string;
  runtime: string;
  command: string;
  model: string;
  tags: string;
}

/** Text fields that are a label and one line, in the order of the form. */
export const textFields = [
  { key: 'model', label: 'Model', placeholder: 'Not set', maxLength: 100 },
  { key: 'tags', label: 'Tags, separated by commas', placeholder: 'None', maxLength: null },
] as const satisfies readonly { key: keyof Facts; label: string; placeholder: string; maxLength: number | null }[];

/** From the graph at once; the command follows with the detail view. */
export const factsOf = (workspace: GraphWorkspace, view: WorkspaceView | null): Facts => ({
  name: workspace.name,
  role: workspace.role,
  parentId: workspace.parentId ?? '',
  tier: String(workspace.tier),
  runtime: workspace.runtime,
  command: view?.command ?? '',
  model: workspace.model ?? '',
  tags: workspace.tags.join(', '),
});

const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

/** The patch for an edited form; null: nothing changed. */
export const patchOf = (before: Facts, draft: Partial<Facts>): PatchWorkspaceBody | null => {
  const changed = (key: keyof Facts): boolean => draft[key] !== undefined && draft[key].trim() !== before[key].trim();
  const text = (key: keyof Facts): string => (draft[key] ?? before[key]).trim();
  const isProgram = text('runtime') === 'command';
  const patch: PatchWorkspaceBody = {
    ...(changed('name') ? { name: text('name') } : {}),
    ...(changed('role') ? { role: text('role') } : {}),
    ...(changed('parentId') ? { parent_id: text('parentId') === '' ? null : text('parentId') } : {}),
    ...(changed('tier') ? { tier: Number(text('tier')) as Tier } : {}),
    ...(changed('runtime') || (isProgram && changed('command'))
      ? { runtime: text('runtime'), ...(isProgram ? { command: text('command') } : {}) }
      : {}),
    ...(changed('model') ? { model: text('model') === '' ? null : text('model') } : {}),
    ...(changed('tags') ? { tags: tagsOf(text('tags')) } : {}),
  };
  return Object.keys(patch).length === 0 ? null : patch;
};
