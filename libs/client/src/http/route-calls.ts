import {
  pathParameters,
  routes,
  type AnswerOf,
  type BodyOf,
  type PathParameters,
  type QueryOf,
  type RouteDeclaration,
  type Routes,
} from '@guildhall/contracts';
import type { Answer, CommandOptions, Connection, QueryOptions, QueryValues } from './connection.js';

type Route = RouteDeclaration<{ answer: unknown }>;
/** Path parameters by name; queries take their parameters as `query`, commands their body as `body`. */
type InputOf<R extends Route> = { [Name in PathParameters<R['path']>[number]]: string } & (R['method'] extends 'GET'
  ? QueryOf<R> extends undefined
    ? unknown
    : { query?: Partial<Omit<QueryOf<R>, 'min_position'>> }
  : BodyOf<R> extends undefined
    ? unknown
    : { body: BodyOf<R> });
type CallOf<R extends Route> = R['method'] extends 'GET'
  ? (input: InputOf<R>, options?: QueryOptions) => Promise<AnswerOf<R>>
  : (input: InputOf<R>, options?: CommandOptions) => Promise<Answer<AnswerOf<R>>>;
type CallsOf<Declared> = {
  [Name in keyof Declared as Declared[Name] extends Route ? Name : never]: Declared[Name] extends Route
    ? CallOf<Declared[Name]>
    : never;
};
/** A call for every declared route, by slice and name. */
export type RouteCalls = { [Slice in keyof Routes]: CallsOf<Routes[Slice]> };

type Input = Record<string, string> & { query?: QueryValues; body?: object };

const filled = (path: string, input: Input): string =>
  pathParameters(path).reduce((text, name) => text.replace(`:${name}`, encodeURIComponent(input[name] ?? '')), path);

const callOf =
  (connection: Connection, { method, path }: RouteDeclaration) =>
  (input: Input, options?: QueryOptions & CommandOptions): Promise<unknown> =>
    method === 'GET'
      ? connection.get(filled(path, input), input.query ?? {}, options)
      : connection.send(method, filled(path, input), input.body, options);

const callsOf = (connection: Connection, declared: Record<string, RouteDeclaration>): object =>
  Object.fromEntries(Object.entries(declared).map(([name, route]) => [name, callOf(connection, route)]));

/** The typed calls of slices without a client of their own: all follows from the declared JSON routes. */
export const routeCalls = (connection: Connection): RouteCalls =>
  Object.fromEntries(
    Object.entries(routes).map(([slice, declared]) => [slice, callsOf(connection, declared)]),
  ) as unknown as RouteCalls;
