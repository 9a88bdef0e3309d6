export * from './http/api-error.js';
export * from './http-client.js';
export { newIdempotencyKey } from './http/idempotency-key.js';
export type { Answer, CommandOptions, HttpClientOptions, QueryOptions } from './http/connection.js';
export * from './terminal/terminal-client.js';
export type * from './terminal/terminal-socket.js';
export * from './live/live-client.js';
export type * from './live/live-socket.js';
export type * from './live/live-state.js';
