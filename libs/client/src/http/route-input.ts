import type { AnswerOf, BodyOf, PathParameters, QueryOf, RouteDeclaration } from '@guildhall/contracts';
import type { Answer, CommandOptions, QueryOptions } from './connection.js';

/** Any declared route. */
export type AnyRoute = RouteDeclaration<{ answer: unknown }>;
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;
/** What any call is given: the path parameters, and the rest under `query` and `body`. */
export type RouteInput = Readonly<Record<string, unknown>> & { readonly query?: QueryValues; readonly body?: object };

type Empty = Record<never, never>;
/** A query value as callers write it: what travels as `true` or `false` is a boolean. */
type Sent<Value> = [Value] extends ['true' | 'false' | undefined] ? boolean | undefined : Value | undefined;
/** The platform has a default for what is left out. `min_position` is an option of every query instead. */
type SentQuery<Query> = { readonly [Name in Exclude<keyof Query, 'min_position'>]?: Sent<Query[Name]> };
type QueryPart<Query> = Query extends object ? { readonly query?: SentQuery<Query> } : unknown;
type BodyPart<Body> = Body extends object
  ? Empty extends Body
    ? { readonly body?: Body }
    : { readonly body: Body }
  : unknown;
/** Path parameters by name (`path` is the rest of a path), the query and the body of a route. */
export type InputOf<R extends AnyRoute> = { readonly [Name in PathParameters<R['path']>[number]]: string } & QueryPart<
  QueryOf<R>
> &
  BodyPart<BodyOf<R>>;

type Call<Given, Options, Result> = Empty extends Given
  ? (input?: Given, options?: Options) => Promise<Result>
  : (input: Given, options?: Options) => Promise<Result>;
/** Bytes arrive as a `Blob`. */
type Read<Body> = Body extends Uint8Array ? Blob : Body;
/** Queries resolve with the body; commands with `{ body, position, etag }`. */
export type CallOf<R extends AnyRoute> = R['method'] extends 'GET'
  ? Call<InputOf<R>, QueryOptions, Read<AnswerOf<R>>>
  : Call<InputOf<R>, CommandOptions, Answer<AnswerOf<R>>>;

/** For a redirect, which a browser follows by itself. */
export interface AddressOf<R extends AnyRoute> {
  address(input: InputOf<R>): string;
}
