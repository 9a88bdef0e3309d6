import { declarationOf, type EventItem, type LiveScope, type Permission } from '@guildhall/contracts';

/** Who looks: decides, with the scope, which events a room or a page of history carries. */
export interface Viewer {
  org: string;
  permissions: readonly Permission[];
}

/** The workspace an event is about, as its data says. */
export const workspaceOf = (item: EventItem): string | null => {
  const id = item.data['workspaceId'];
  return typeof id === 'string' ? id : null;
};

/** The one rule of what may be seen: own organisation, permission of the event's declaration, and its scopes. */
export const isVisible = (item: EventItem, viewer: Viewer, scope: LiveScope): boolean => {
  const declaration = declarationOf(item.type);
  if (declaration === undefined || item.metadata.org !== viewer.org) return false;
  if (!viewer.permissions.includes(declaration.permission)) return false;
  if (scope.kind === 'organisation') return declaration.scope.includes('organisation');
  return scope.kind === 'workspace' && declaration.scope.includes('workspace') && workspaceOf(item) === scope.id;
};
