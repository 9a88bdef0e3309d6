import {
  declarationOf,
  type EventItem,
  type LiveScope,
  type Permission,
  type RecordedEvent,
} from '@guildhall/contracts';
import { workspaceOf } from '../log/workspace-of.js';

/** Who looks: decides, with the scope, which events a room or a page of history carries. */
export interface Viewer {
  org: string;
  permissions: readonly Permission[];
}

/** The one rule of what may be seen: own organisation, permission of the event's declaration, and its scopes. */
export const isVisible = (item: EventItem, viewer: Viewer, scope: LiveScope): boolean =>
  mayBeVisible(item, viewer, scope) && (scope.kind !== 'workspace' || workspaceOf(item) === scope.id);

/** The same without the event's data: in the scope of a workspace it may be about another one. */
export const mayBeVisible = (
  { type, metadata }: Pick<RecordedEvent, 'type' | 'metadata'>,
  viewer: Viewer,
  scope: LiveScope,
): boolean => {
  const declaration = declarationOf(type);
  if (declaration === undefined || metadata.org !== viewer.org || scope.kind === 'delegation') return false;
  return viewer.permissions.includes(declaration.permission) && declaration.scope.includes(scope.kind);
};
