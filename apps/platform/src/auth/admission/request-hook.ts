import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyLimit } from '../../http/body-limit.js';
import { headerOf } from '../../http/request-context.js';
import { CredentialLimits } from '../limits/credential-limits.js';
import { WrongAttempts } from '../limits/wrong-attempts.js';
import { RequestAdmission } from './request-admission.js';
import { endUnread } from './unread-body.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Was let in for the permission of its route. */
    isAdmitted?: true;
  }
}

/**
 * Checks every request to a route of ours by its headers alone: of one that is refused, no byte of the body is kept. A
 * client that waits to be told may then send its body.
 */
export const admitByHeaders = (app: NestFastifyApplication): void => {
  const admission = app.get(RequestAdmission);
  const limits = app.get(CredentialLimits);
  const attempts = app.get(WrongAttempts);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.server.on('checkContinue', (request, response) => fastify.routing(request, response));
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { permission } = request.routeOptions.config;
    if (permission === undefined) return;
    try {
      await admission.admit(request, permission);
      if (request.principal !== undefined) limits.takeRequest(request.principal);
      holdBody(limits, request, reply);
    } catch (error) {
      endUnread(request.raw, reply.raw);
      await attempts.answering(error, request.ip);
      throw error;
    }
    request.isAdmitted = true;
    if (headerOf(request, 'expect')?.toLowerCase() === '100-continue') reply.raw.writeContinue();
  });
};

/** The share of a body ends with its request, however that ends. */
const holdBody = (limits: CredentialLimits, request: FastifyRequest, reply: FastifyReply): void => {
  const bytes = announcedBytes(request);
  if (bytes === 0 || request.principal === undefined) return;
  reply.raw.once('close', limits.takeBody(request.principal, bytes));
};

/** Bytes of the body as its headers say; one that does not say its length counts as the longest that the route takes. */
const announcedBytes = (request: FastifyRequest): number => {
  if (headerOf(request, 'transfer-encoding') !== undefined) return request.routeOptions.bodyLimit ?? bodyLimit;
  const length = Number(headerOf(request, 'content-length') ?? 0);
  return Number.isFinite(length) ? length : 0;
};
