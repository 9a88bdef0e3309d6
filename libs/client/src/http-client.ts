import { createConnection, type HttpClientOptions } from './http/connection.js';
import { routeCalls, type RouteCalls } from './http/route-calls.js';

export type HttpClient = RouteCalls;

/**
 * Calls by slice: `client.workspaces.patch({ id, body }, { ifMatch })`. Queries resolve with the body; commands carry an
 * Idempotency-Key and resolve with `{ body, position, etag }`.
 *
 * @throws (each call) ApiError for a refusal, UnreachableError when no answer came.
 */
export const createHttpClient = (options: HttpClientOptions): HttpClient => routeCalls(createConnection(options));
