import {
  GuildhallError,
  UnreadableEvent,
  type ErrorCode,
  type ErrorDetails,
  type ProblemBody,
} from '@guildhall/contracts';
import { BlobStoreFull } from '@guildhall/blob-store';
import { MongoFull, MongoUnavailable } from '@guildhall/mongodb/errors';
import { InvalidCursor, InvalidQuery, ReadStoreFull } from '@guildhall/read-store';
import { EventTooLarge, StoreDamaged, StoreFull, StoreUnavailable } from '@guildhall/event-store';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { BackendFailure } from '../backend-port/backend.js';
import { bodyLimit } from './body-limit.js';

const retryAfterSeconds = 1;

const outOfRoom = [StoreFull, BlobStoreFull, ReadStoreFull, MongoFull];

/** The refusal that an error stands for; an unforeseen one is INTERNAL and keeps its cause for the log. */
export const refusalOf = (error: unknown): GuildhallError => {
  if (error instanceof GuildhallError) return error;
  if (error instanceof BackendFailure && error.cause instanceof GuildhallError) return error.cause;
  if (outOfRoom.some((kind) => error instanceof kind)) return new GuildhallError('STORE_FULL', {}, { cause: error });
  if (error instanceof StoreDamaged)
    return new GuildhallError('LOG_DAMAGED', { position: error.position }, { cause: error });
  if (error instanceof UnreadableEvent) {
    const { type, schemaVersion, position, reader } = error;
    const details = { eventType: type, schemaVersion, position, reader: reader ?? 'request' };
    return new GuildhallError('EVENT_TOO_NEW', details, { cause: error });
  }
  if (error instanceof StoreUnavailable || error instanceof MongoUnavailable)
    return new GuildhallError('STORE_UNAVAILABLE', { retryAfter: 1 }, { cause: error });
  if (error instanceof EventTooLarge) {
    return new GuildhallError('EVENT_TOO_LARGE', { size: error.size, limit: error.limit }, { cause: error });
  }
  if (error instanceof InvalidCursor || error instanceof InvalidQuery) {
    return new GuildhallError(
      'BAD_QUERY',
      { name: 'after', reason: 'it is not the `next` of a page.' },
      { cause: error },
    );
  }
  return frameworkRefusal(error) ?? new GuildhallError('INTERNAL', {}, { cause: error });
};

const byFastifyCode: Record<string, [ErrorCode, ErrorDetails]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', { limit: bodyLimit }],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', {}],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BAD_JSON', {}],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_JSON', {}],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BAD_JSON', {}],
};

const frameworkRefusal = (error: unknown): GuildhallError | null => {
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const known = code === undefined ? undefined : byFastifyCode[code];
  if (known !== undefined) return new GuildhallError(known[0], known[1], { cause: error });
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (status === 404) return new GuildhallError('ROUTE_NOT_FOUND', {}, { cause: error });
  if (status === 413) return new GuildhallError('BODY_TOO_LARGE', { limit: bodyLimit }, { cause: error });
  if (status === 415) return new GuildhallError('UNSUPPORTED_MEDIA_TYPE', {}, { cause: error });
  return status === 400 ? new GuildhallError('BAD_JSON', {}, { cause: error }) : null;
};

/** The refusal as a body: RFC 9457 with our members; details travel as extension members. */
export const problemOf = (refusal: GuildhallError, correlationId?: string): ProblemBody => ({
  ...refusal.details,
  type: `urn:guildhall:error:${refusal.code}`,
  title: refusal.message,
  error: refusal.message,
  code: refusal.code,
  fix: refusal.fix,
  ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
});

/** What an operator has to do something about; the rest of what fails is about agents, or passes by itself. */
const callsForOperator: ReadonlySet<string> = new Set<ErrorCode>([
  'LOG_DAMAGED',
  'CONTENT_DAMAGED',
  'EVENT_TOO_NEW',
  'STORE_FULL',
  'STORE_UNAVAILABLE',
  'ENGINE_UNREACHABLE',
]);

/** Only what nobody foresaw has a stack. Sentences of agents stay out: they may say anything. */
const logRefusal = (log: Logger, refusal: GuildhallError, correlationId: string): void => {
  const { code, status, message, cause } = refusal;
  if (status < 500) return;
  if (code === 'INTERNAL') return log.error({ err: refusal, correlation_id: correlationId }, message);
  const fields = { code, correlation_id: correlationId };
  if (!callsForOperator.has(code)) return log.info(fields, 'refused');
  log.warn({ ...fields, reason: cause instanceof Error ? cause.message : undefined }, message);
};

/** The one place where an error becomes an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** `refused`: called with every refusal. */
  constructor(
    private readonly log: Logger,
    private readonly refused: (refusal: GuildhallError, request: FastifyRequest) => void,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    this.answer(error, request, reply);
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    let refusal = refusalOf(error);
    if (refusal.code === 'ROUTE_NOT_FOUND') {
      refusal = new GuildhallError('ROUTE_NOT_FOUND', { path: request.url.split('?')[0] }, { cause: error });
    }
    this.refused(refusal, request);
    if (refusal.code === 'BODY_TOO_LARGE') {
      const limit = request.routeOptions.bodyLimit ?? bodyLimit;
      refusal = new GuildhallError('BODY_TOO_LARGE', { limit }, { cause: error });
    }
    logRefusal(this.log, refusal, request.id);
    if (refusal.status === 503 || refusal.status === 429) {
      void reply.header('retry-after', String(refusal.details['retryAfter'] ?? retryAfterSeconds));
    }
    void reply.status(refusal.status).type('application/problem+json').send(problemOf(refusal, request.id));
  }
}
