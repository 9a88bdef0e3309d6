import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { newId } from '../commands/ids.js';
import type { PlatformConfig } from '../config/platform.config.js';
import { Origins } from '../identity/origins.js';
import { Metrics } from '../operations/metrics.js';
import { PlatformModule } from '../platform.module.js';
import { NetworkGuard } from '../registry/network-guard.js';
import type { Stores } from '../stores/embedded-stores.js';
import { bodyLimit } from './body-limit.js';
import { NestLog } from './nest-log.js';
import { serveOpenApi } from './open-api.js';
import { PlatformAddress } from './platform-address.js';
import { portHolder } from './port-holder.js';
import { ProblemFilter } from './problem.filter.js';

/** The port is in use; the message names the process and how to choose another. */
export class PortTaken extends Error {}

const canvas = fileURLToPath(new URL('../../canvas/browser', import.meta.url));

const correlationId = (headers: Record<string, string | string[] | undefined>): string => {
  const given = headers['x-correlation-id'];
  return typeof given === 'string' && /^[0-9A-Za-z-]{8,64}$/.test(given) ? given : newId();
};

/** HTTP, canvas, OpenAPI and live feed on one server, not yet listening. */
export const createHttpApplication = async (
  config: PlatformConfig,
  stores: Stores,
  log: Logger,
): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({
    bodyLimit,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => correlationId(request.headers),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  });
  const module = PlatformModule.over(config, stores, log);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLog(log),
    abortOnError: false,
    bodyParser: false,
  });
  adapter.getInstance().removeContentTypeParser('text/plain');
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, { contentSecurityPolicy: { useDefaults: true, directives: contentPolicy } });
  app.useGlobalFilters(new ProblemFilter(log));
  app.useWebSocketAdapter(new IoAdapter(app));
  app.enableCors({
    origin: [...app.get(Origins).cors],
    credentials: true,
    exposedHeaders: ['etag', 'x-position', 'x-correlation-id', 'retry-after'],
  });
  observe(app, app.get(Metrics));
  serveOpenApi(app);
  if (existsSync(canvas)) app.useStaticAssets({ root: canvas, wildcard: false });
  await app.init();
  return app;
};

/** No script but our own; styles inline, because Angular and the graph write them. */
const contentPolicy = {
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'upgrade-insecure-requests': null,
};

const observe = (app: NestFastifyApplication, metrics: Metrics): void => {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    void reply.header('x-correlation-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpDuration.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    );
    done();
  });
};

/** Listens, and tells everybody who must know the address. Throws `PortTaken`. */
export const listen = async (app: NestFastifyApplication, config: PlatformConfig): Promise<void> => {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const holder = portHolder(config.port);
    throw new PortTaken(
      `Port ${config.port} is taken${holder === null ? '' : ` by ${holder}`}. Choose another one: PORT=${config.port + 1} npm start`,
    );
  }
  const address = app.getHttpServer().address() as { port: number };
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  app.get(PlatformAddress).set(config.publicUrl ?? `http://${host}:${address.port}`);
  app.get(Origins).allowPort(address.port);
  app.get(NetworkGuard).refusePort(address.port);
};
