import {
  formPart,
  routes,
  type AnswerOf,
  type FormFile,
  type RouteDeclaration,
  type RouteTypes,
  type Routes,
} from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from './connection.js';
import type { AddressOf, AnyRoute, CallOf, RouteInput } from './route-input.js';
import { routePath } from './route-path.js';

type MemberOf<R extends AnyRoute> = [AnswerOf<R>] extends [null] ? AddressOf<R> : CallOf<R>;
/** A call for every declared route, by slice and name; a redirect has an address instead. */
export type RouteCalls = {
  readonly [Slice in keyof Routes]: {
    readonly [Name in keyof Routes[Slice]]: Routes[Slice][Name] extends AnyRoute
      ? MemberOf<Routes[Slice][Name]>
      : never;
  };
};

const formOf = (files: readonly FormFile[]): FormData => {
  const form = new FormData();
  for (const { name, content } of files) form.append(formPart, content, name);
  return form;
};

const memberOf = (connection: Connection, { method, path, format, isForm }: RouteDeclaration<RouteTypes>): unknown => {
  const pathOf = (input: RouteInput): string => routePath(path, input, input.query);
  if (format === 'redirect') return { address: (input: RouteInput = {}) => connection.addressOf(pathOf(input)) };
  if (method === 'GET')
    return (input: RouteInput = {}, options?: QueryOptions) => connection.get(pathOf(input), options, format);
  return (input: RouteInput = {}, options?: CommandOptions) => {
    const body = isForm ? formOf(input.body as readonly FormFile[]) : input.body;
    return connection.send(method, pathOf(input), body, options);
  };
};

const membersOf = (connection: Connection, declared: Record<string, RouteDeclaration<RouteTypes>>): object =>
  Object.fromEntries(Object.entries(declared).map(([name, route]) => [name, memberOf(connection, route)]));

/** Derives every call from its declared route; no call is written by hand. */
export const routeCalls = (connection: Connection): RouteCalls =>
  Object.fromEntries(
    Object.entries(routes).map(([slice, declared]) => [slice, membersOf(connection, declared)]),
  ) as unknown as RouteCalls;
