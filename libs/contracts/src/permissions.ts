/** What a principal may be allowed to do. Every route and socket message names exactly one of them. */
export const permissions = [
  'public',
  'session.own',
  'organisation.read',
  'organisation.write',
  'workspaces.read',
  'workspaces.write',
  'workspaces.operate',
  'team.operate',
  'messages.read',
  'messages.send',
  'registry.report',
  'registry.discover',
  'files.read',
  'files.write',
  'terminal.open',
  'tokens.manage',
  'history.read',
  'live.subscribe',
  'operations.read',
] as const;
export type Permission = (typeof permissions)[number];

const operator: readonly Permission[] = permissions;
const workspace: readonly Permission[] = [
  'public',
  'workspaces.read',
  'team.operate',
  'messages.read',
  'messages.send',
  'registry.report',
  'registry.discover',
  'live.subscribe',
  'files.read',
  'files.write',
];

/** Permissions by kind of principal; a workspace's apply to itself only, unless a rule in the handler says more. */
export const permissionsOf = { operator, service: operator, workspace } as const;
export type PrincipalKind = keyof typeof permissionsOf;
