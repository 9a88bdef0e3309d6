import type { Permission } from '../permissions.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What goes in and out of a route: types only, so that a browser that calls it needs no validator. */
export interface RouteTypes {
  /** Class of the body in `bodies.ts`; absent: the route takes none. */
  body?: object;
  /** Query parameters by name; absent: none. */
  query?: object;
  /** Body of a successful answer. */
  answer: unknown;
}

/** A file of a form. */
export interface FormFile {
  name: string;
  content: Blob;
}
/** Name of the parts of a form that are stored as files. */
export const formPart = 'files';

/** How the answer is encoded: JSON, a stream of bytes, text, or a redirect without a body. */
export type AnswerFormat = 'json' | 'bytes' | 'text' | 'redirect';

/** One HTTP route. Nest's decorators, OpenAPI, the typed client and the permission table all derive from it. */
export interface RouteDeclaration<
  Types extends RouteTypes = RouteTypes,
  M extends Method = Method,
  Path extends string = string,
> {
  readonly method: M;
  /** From the root, in Nest's notation: `:name` is a parameter, `*` the rest of the path. */
  readonly path: Path;
  readonly permission: Permission;
  /** One line for the API reference. */
  readonly summary: string;
  /** Status codes of success, the usual one first. */
  readonly statuses: readonly number[];
  readonly format: AnswerFormat;
  /** Whether the body is a form instead of JSON; its type is then a list of `FormFile`. */
  readonly isForm: boolean;
  /** Largest body in bytes; absent: the server's limit. */
  readonly bodyLimit?: number;
  /** Deepest nesting of a JSON body in levels; absent: the server's limit. */
  readonly bodyDepth?: number;
  /** Carries the types; never set. */
  readonly _types?: Types;
}

type Defaults = 'statuses' | 'format' | 'isForm' | 'bodyLimit' | 'bodyDepth';
type Options = Pick<RouteDeclaration, 'permission' | 'summary'> & Partial<Pick<RouteDeclaration, Defaults>>;

/** The compiler shows it where the type of the answer is missing. */
type AnswerIsMissing = 'Name the type of the answer: defineRoute<{ answer: SomeView }>()';

/** Declares a route. Curried: the caller gives the types, the compiler infers method and path. */
export const defineRoute =
  <Types extends RouteTypes>() =>
  <M extends Method, Path extends string>(
    method: M,
    path: Path,
    options: unknown extends Types['answer'] ? AnswerIsMissing : Options,
  ): RouteDeclaration<Types, M, Path> => ({
    method,
    path,
    statuses: [200],
    format: 'json',
    isForm: false,
    ...(options as Options),
  });

export type TypesOf<R> = R extends RouteDeclaration<infer Types, Method, string> ? Types : never;
export type AnswerOf<R> = TypesOf<R>['answer'];
export type BodyOf<R> = TypesOf<R> extends { body: infer Body } ? Body : undefined;
export type QueryOf<R> = TypesOf<R> extends { query: infer Query } ? Query : undefined;

/** Names of the path parameters in order; `*` counts as one. */
export type PathParameters<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? [Name, ...PathParameters<`/${Rest}`>]
  : Path extends `${string}:${infer Name}`
    ? [Name]
    : Path extends `${string}*`
      ? ['path']
      : [];

/** The names of the path parameters of a route; `*` is called `path`. */
export const pathParameters = (path: string): string[] =>
  path.split('/').flatMap((part) => (part === '*' ? ['path'] : part.startsWith(':') ? [part.slice(1)] : []));
