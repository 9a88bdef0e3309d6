import type { Permission } from '../permissions.js';

/** Which live scopes carry the event: the whole organisation, or also the workspace that `data.workspaceId` names. */
export type EventScope = 'organisation' | 'workspace';

/** What live feed, history, exports and folds need to know about an event type; declared once, beside its data. */
export interface EventDeclaration<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly schemaVersion: number;
  readonly scope: readonly EventScope[];
  /** Who may see it. */
  readonly permission: Permission;
  /** Does the organisation graph change by it? */
  readonly foldsGraph: boolean;
  /** Fields of `data` that are references to sealed blobs with personal content. */
  readonly personal: readonly string[];
  /** Carries the type of the data; never set. */
  readonly _data?: Data;
}

export type DataOf<D> = D extends EventDeclaration<string, infer Data> ? Data : never;
/** The fact that a declaration describes. */
export type FactOf<D> = D extends EventDeclaration<infer Type, infer Data> ? { type: Type; data: Data } : never;

type Options = Partial<Omit<EventDeclaration, 'type' | '_data'>> & Pick<EventDeclaration, 'permission'>;

/** Declares an event type. Curried, so that the data's type is given and the name is inferred. */
export const defineEvent =
  <Data>() =>
  <Type extends string>(type: Type, options: Options): EventDeclaration<Type, Data> => ({
    type,
    schemaVersion: 1,
    scope: ['organisation', 'workspace'],
    foldsGraph: false,
    personal: [],
    ...options,
  });
