import type { AnswerOf, Method, Permission, RouteDeclaration, RouteTypes } from '@guildhall/contracts';
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
  interface FastifyContextConfig {
    /** What the caller must hold before anything of the body is read; absent: no route of ours. */
    permission?: Permission;
    /** Limits that a route has for its body instead of the server's. */
    bodyLimit?: number;
    bodyDepth?: number;
  }
}
const configOf = ({ permission, bodyLimit, bodyDepth }: AnyRoute): FastifyContextConfig => ({
  permission,
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
      RouteConfig(configOf(route)),
    )(target, key, descriptor);
  };
