import { graphFoldVersion } from '@guildhall/org-graph';
import type { EventItem, GraphWorkspace, OrgGraph } from '@guildhall/contracts';

export const workspace = (id: string, more: Partial<GraphWorkspace> = {}): GraphWorkspace => ({
  id,
  name: `Name of ${id}`,
  role: '',
  parentId: null,
  x: null,
  y: null,
  collapsed: false,
  tier: 2,
  runtime: 'command',
  backend: 'process',
  model: null,
  access: 'none',
  tags: [],
  template: null,
  createdAt: '2026-11-23T10:00:00.000Z',
  status: 'online',
  cause: { code: 'registered' },
  since: '2026-11-23T10:00:00.000Z',
  failure: null,
  task: null,
  queued: 0,
  waitingApprovals: 0,
  incarnation: 1,
  restartDue: [],
  removed: null,
  detailsRevision: 0,
  ...more,
});

export const graphOf = (...workspaces: GraphWorkspace[]): OrgGraph => ({
  org: 'default',
  foldVersion: graphFoldVersion,
  workspaces,
  edges: [],
});

export const position = (ordinal: number): string => String(ordinal).padStart(10, '0');

/** An event as the live feed and the history carry it. `atMs`: after 10:00 on the day of the samples. */
export const event = (
  ordinal: number,
  type: string,
  data: Record<string, unknown>,
  atMs = ordinal * 1_000,
): EventItem => {
  const recordedAt = new Date(Date.parse('2026-11-23T10:00:00.000Z') + atMs).toISOString();
  const actor = { kind: 'operator' as const, id: 'op' };
  return {
    position: position(ordinal),
    ordinal,
    id: `event-${ordinal}`,
    type,
    stream: 's',
    revision: ordinal,
    recordedAt,
    actor,
    data,
    metadata: {
      schemaVersion: 1,
      commandId: `command-${ordinal}`,
      commandDigest: '',
      recordedAt,
      $correlationId: 'c',
      $causationId: 'c',
      actor,
      org: 'default',
      hop: 0,
      occurredAt: recordedAt,
    },
  };
};
