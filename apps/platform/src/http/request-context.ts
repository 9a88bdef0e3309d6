import { GuildhallError } from '@guildhall/contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { actorOf, type CommandMeta, type Principal } from '../commands/command-meta.js';
import { derivedId, newId } from '../commands/ids.js';
import { clock } from '../clock/clock.js';

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** The value of a request header, in any letter case. */
export const headerOf = (request: FastifyRequest, name: string): string | undefined =>
  one(request.headers[name.toLowerCase()]);

/** The principal that the guard found. */
export const principalOf = (request: FastifyRequest): Principal => {
  if (request.principal === undefined) throw new GuildhallError('UNAUTHENTICATED');
  return request.principal;
};

const keyOf = (request: FastifyRequest): string | undefined => {
  const key = headerOf(request, 'idempotency-key');
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) throw new GuildhallError('BAD_IDEMPOTENCY_KEY');
  return key;
};

const hopOf = (request: FastifyRequest): number => {
  const hop = Number(headerOf(request, 'x-guildhall-hop') ?? 0);
  return Number.isInteger(hop) && hop >= 0 && hop < 1_000 ? hop : 0;
};

/** What accompanies the commands of one request. With an Idempotency-Key every id derives from key and principal. */
export const metaOf = (request: FastifyRequest): CommandMeta => {
  const principal = principalOf(request);
  const key = keyOf(request);
  const commandId =
    key === undefined ? newId() : derivedId('command', principal.org, principal.kind, principal.id, key);
  return {
    actor: actorOf(principal),
    org: principal.org,
    commandId,
    correlationId: request.id,
    causationId: commandId,
    hop: hopOf(request),
    traceparent: headerOf(request, 'traceparent') ?? null,
    now: clock.instant(),
    fingerprint: `${request.method} ${request.url.split('?')[0]}\n${request.body === undefined ? '' : JSON.stringify(request.body)}`,
  };
};

/** The same request's next command: its own id, derived, so that a retry finds every step again. */
export const stepOf = (meta: CommandMeta, step: string): CommandMeta => ({
  ...meta,
  commandId: meta.commandId.charAt(14) === '5' ? derivedId(meta.commandId, step) : newId(),
});

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

/** Parameter: the metadata for commands of this request. */
export const Meta = createParamDecorator((_: unknown, context: ExecutionContext) => metaOf(requestOf(context)));
/** Parameter: who is asking. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext) => principalOf(requestOf(context)));
/** Parameter: `X-Min-Position` or `?min_position=`: the answer must include that position. */
export const MinPosition = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = requestOf(context);
  const position = headerOf(request, 'x-min-position') ?? (request.query as Record<string, string>)['min_position'];
  if (position !== undefined && !/^[0-9A-Za-z]{1,64}$/.test(position)) {
    throw new GuildhallError('BAD_QUERY', { name: 'min_position', reason: 'it is not a position.' });
  }
  return position ?? null;
});
