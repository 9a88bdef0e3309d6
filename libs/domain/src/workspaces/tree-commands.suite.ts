import fc from 'fast-check';
import type { TreeCommand } from './tree.js';

export const treeIds = ['a', 'b', 'c', 'd', 'e'];

const id = fc.constantFrom(...treeIds);
const parentId = fc.option(id);
const eventId = fc.integer({ min: 0, max: 40 }).map((revision) => `event-${revision}`);

export const creationFacts = {
  role: '',
  x: null,
  y: null,
  tier: 1,
  runtime: 'external',
  command: null,
  access: 'none',
  workspaceDir: null,
  model: null,
  tags: [],
} as const;

/** Commands for a small tree, so that many of them meet. */
export const treeCommand: fc.Arbitrary<TreeCommand> = fc.oneof(
  fc
    .record({ workspaceId: id, parentId })
    .map((given) => ({ type: 'create' as const, name: given.workspaceId, ...creationFacts, tags: [], ...given })),
  fc.record({ type: fc.constant('place' as const), workspaceId: id, parentId }),
  fc.record({ type: fc.constant('remove' as const), workspaceId: id, removalId: eventId, confirm: fc.boolean() }),
  fc.record({ type: fc.constant('restore' as const), workspaceId: id }),
  fc.record({ type: fc.constant('undo' as const), workspaceId: id, eventId, removalId: eventId }),
);
