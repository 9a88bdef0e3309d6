import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import type { Metrics } from '../../metrics/metrics.js';

/** No script but our own; styles inline, because Angular and the graph write them. */
const contentPolicy = {
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'upgrade-insecure-requests': null,
};

const secure = helmet({ contentSecurityPolicy: { useDefaults: true, directives: contentPolicy } });

/** Pages carry the whole content policy; answers of the API only what matters for data. */
const isPage = (reply: FastifyReply): boolean => !String(reply.getHeader('content-type') ?? '').includes('json');

/** Headers and measurements of every answer: hooks of the server, because each costs a fraction of an interceptor. */
export const addAnswerHooks = (app: NestFastifyApplication, metrics: Metrics): void => {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook(
    'preSerialization',
    (
      _request: FastifyRequest,
      reply: FastifyReply,
      payload: unknown,
      done: (error: null, payload: unknown) => void,
    ) => {
      const position = (payload as { position?: unknown } | null)?.position;
      if (typeof position === 'string' && position !== '') void reply.header('x-position', position);
      done(null, payload);
    },
  );
  fastify.addHook(
    'onSend',
    (
      request: FastifyRequest,
      reply: FastifyReply,
      payload: unknown,
      done: (error: Error | null, payload: unknown) => void,
    ) => {
      void reply.header('x-correlation-id', request.id);
      if (!isPage(reply)) {
        void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
        return done(null, payload);
      }
      secure(request.raw, reply.raw, (error?: unknown) => done(error instanceof Error ? error : null, payload));
    },
  );
  fastify.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
};
