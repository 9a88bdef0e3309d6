import { GuildhallError } from '@guildhall/contracts';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { hostInAddress, listenProblem } from '../config/addresses.js';
import { ConfigurationError, type PlatformConfig } from '../config/platform.config.js';
import { Origins } from '../auth/origins.js';
import { Metrics } from '../metrics/metrics.js';
import { PlatformModule } from '../platform.module.js';
import { NetworkGuard } from '../registry/network/network-guard.js';
import { takeHeartbeatsDirectly } from '../registry/heartbeats/heartbeat-route.js';
import type { Stores } from '../stores/stores.js';
import { addAnswerHooks } from '../http/server/answer-hooks.js';
import { bodyLimit } from '../http/body-limit.js';
import { NestLog } from '../http/server/nest-log.js';
import { serveOpenApi } from '../http/open-api/open-api.js';
import { PlatformAddress } from '../http/server/platform-address.js';
import { portHolder } from '../http/server/port-holder.js';
import { GuardedIoAdapter } from '../auth/admission/guarded-io.adapter.js';
import { admitByHeaders } from '../auth/admission/request-hook.js';
import { refusedAccess } from '../auth/refused-access.js';
import { Refusals } from '../identity/refusals.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { depthLimit, isDeeperThan } from '../http/validation/json-depth.js';

/** The port is in use; the message names the process and how to choose another. */
export class PortTaken extends Error {}

const canvas = fileURLToPath(new URL('../../canvas/browser', import.meta.url));

const correlationId = (headers: Record<string, string | string[] | undefined>): string => {
  const given = headers['x-correlation-id'];
  return typeof given === 'string' && /^[0-9A-Za-z-]{8,64}$/.test(given) ? given : randomUUID();
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
  acceptOnlyJson(adapter.getInstance());
  allowLargerBodies(adapter.getInstance());
  await app.register(multipart);
  const refusals = app.get(Refusals);
  app.useGlobalFilters(new ProblemFilter(log, (refusal, request) => refusals.note(refusedAccess(refusal, request))));
  app.useWebSocketAdapter(new GuardedIoAdapter(app));
  if (config.corsOrigins !== undefined) app.enableCors(corsOptions(app.get(Origins)));
  addAnswerHooks(app, app.get(Metrics));
  admitByHeaders(app);
  takeHeartbeatsDirectly(app);
  serveOpenApi(app);
  if (existsSync(canvas)) app.useStaticAssets({ root: canvas, wildcard: false });
  await app.init();
  return app;
};

/**
 * Only JSON is taken, and none that is too deep for what comes after. An empty body is no body, because many clients name
 * a type with every request.
 */
const acceptOnlyJson = (fastify: FastifyInstance): void => {
  fastify.removeContentTypeParser(['text/plain', 'application/json']);
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else {
      const limit = request.routeOptions.config.bodyDepth ?? depthLimit;
      if (isDeeperThan(limit, body)) done(new GuildhallError('JSON_TOO_DEEP', { limit }));
      else void parse(request, body, done);
    }
  });
};

/** Routes that take files say how much; all others keep the limit of the server. */
const allowLargerBodies = (fastify: FastifyInstance): void => {
  fastify.addHook('onRoute', (route) => {
    const limit = route.config?.bodyLimit;
    if (limit !== undefined) route.bodyLimit = limit;
  });
};

const corsOptions = (origins: Origins) => ({
  origin: [...origins.cors],
  credentials: true,
  exposedHeaders: ['etag', 'x-position', 'x-correlation-id', 'retry-after'],
});

/** Listens, and sets the address wherever it is needed. Throws `PortTaken`, and `ConfigurationError` for an address that cannot be had. */
export const listen = async (app: NestFastifyApplication, config: PlatformConfig): Promise<void> => {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = listenProblem(code, config);
    if (problem !== null) throw new ConfigurationError([problem]);
    if (code !== 'EADDRINUSE') throw error;
    const holder = portHolder(config.port);
    throw new PortTaken(
      `Port ${config.port} is taken${holder === null ? '' : ` by ${holder}`}. Choose another one: PORT=${config.port + 1} npm start`,
    );
  }
  const address = app.getHttpServer().address() as { port: number };
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  app.get(PlatformAddress).set(config.publicUrl ?? `http://${hostInAddress(host)}:${address.port}`, address.port);
  app.get(Origins).allowPort(address.port);
  app.get(NetworkGuard).refusePort(address.port);
  app.get(NetworkGuard).refuseAddress(new URL(app.get(PlatformAddress).url));
};
