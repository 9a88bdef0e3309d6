import type { Json } from '../json.js';
import type { Permission } from '../permissions.js';
import type { EventWords } from './sentence.js';

/** Which live scopes carry the event: the whole organisation, or also the workspace that `data.workspaceId` names. */
export type EventScope = 'organisation' | 'workspace';

/** Turns the data of one schema version into the data of the next. Pure: no clock, random or I/O. */
export type UpcastStep = (data: Readonly<Record<string, Json>>) => Record<string, Json>;

/** All that live feed, history, exports, folds and screens need to know about an event type, declared beside its data. */
export interface EventDeclaration<Type extends string = string, Data = unknown> {
  readonly type: Type;
  /** Version of the data that this version of Guildhall writes: one more than there are upcast steps. */
  readonly schemaVersion: number;
  readonly scope: readonly EventScope[];
  /** Who may see it. */
  readonly permission: Permission;
  /** Whether the organisation graph changes with it. */
  readonly foldsGraph: boolean;
  /** Fields of `data` that are references to sealed blobs with personal content. */
  readonly personal: readonly string[];
  /** `upcasts[0]` turns data of version 1 into version 2, and so on. */
  readonly upcasts: readonly UpcastStep[];
  /** What happened, for people: one sentence without a subject, because the actor stands beside it. */
  sentence(data: Data, words: EventWords): string;
  /** Carries the type of the data; never set. */
  readonly _data?: Data;
}

export type DataOf<D> = D extends EventDeclaration<string, infer Data> ? Data : never;
/** The fact that a declaration describes. */
export type FactOf<D> = D extends EventDeclaration<infer Type, infer Data> ? { type: Type; data: Data } : never;

type Defaults = 'scope' | 'foldsGraph' | 'personal' | 'upcasts';
type Options<Data> = Partial<Pick<EventDeclaration, Defaults>> &
  Pick<EventDeclaration<string, Data>, 'permission' | 'sentence'>;

/** Declares an event type. Curried: the caller gives the type of the data, the compiler infers the name. */
export const defineEvent =
  <Data>() =>
  <Type extends string>(type: Type, options: Options<Data>): EventDeclaration<Type, Data> => ({
    type,
    schemaVersion: 1 + (options.upcasts?.length ?? 0),
    scope: ['organisation', 'workspace'],
    foldsGraph: false,
    personal: [],
    upcasts: [],
    ...options,
  });
