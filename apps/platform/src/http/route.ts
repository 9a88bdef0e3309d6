import type { AnswerOf, Method, RouteDeclaration, RouteTypes } from '@guildhall/contracts';
import { applyDecorators, Delete, Get, HttpCode, Patch, Post, Put, SetMetadata, StreamableFile } from '@nestjs/common';
import type { FastifyContextConfig } from 'fastify';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Allow } from './allow.js';

export const routeKey = 'guildhall:route';

type AnyRoute = RouteDeclaration<RouteTypes, Method, string>;
/** What the handler of a route gives: its answer, a stream of bytes, or nothing when it redirects. */
type Given<R> = AnswerOf<R> extends Uint8Array ? StreamableFile : AnswerOf<R> extends null ? void : AnswerOf<R>;
type Handler<R> = (...parameters: never[]) => Given<R> | Promise<Given<R>>;

declare module 'fastify' {
  /** Limits that a route has for its body instead of the server's. */
  interface FastifyContextConfig {
    bodyLimit?: number;
    bodyDepth?: number;
  }
}
const limitsOf = ({ bodyLimit, bodyDepth }: AnyRoute): FastifyContextConfig => ({
  ...(bodyLimit === undefined ? {} : { bodyLimit }),
  ...(bodyDepth === undefined ? {} : { bodyDepth }),
});

const methodDecorators = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/**
 * Makes a method the handler of a declared route: method, path, status, permission and the body's limits come from the
 * declaration, and the compiler refuses another answer than the declared one.
 */
export const Route =
  <R extends AnyRoute>(route: R) =>
  <H extends Handler<R>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>): void => {
    const [status = 200] = route.statuses;
    applyDecorators(
      methodDecorators[route.method](route.path),
      HttpCode(status),
      Allow(route.permission),
      SetMetadata(routeKey, route),
      RouteConfig(limitsOf(route)),
    )(target, key, descriptor);
  };
