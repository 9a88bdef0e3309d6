import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatSSEErrorEvent, formatSSEEvent, SSE_HEADERS } from '@a2a-js/sdk';
import { LegacyJsonRpcTransportHandler } from '@a2a-js/sdk/compat/v0_3/server';
import {
  defaultServerCallContextBuilder,
  JsonRpcTransportHandler,
  validateVersion,
  type A2ARequestHandler,
} from '@a2a-js/sdk/server';
import type { Log } from '../log.js';
import { completedEnvelope, versionOf, type JsonObject } from './envelope.js';

/** Largest request, in bytes: the platform's own limit is half of it. */
export const bodyLimit = 2 * 1_048_576;

const cardPaths = new Set(['/.well-known/agent-card.json', '/.well-known/agent.json']);

/** The service behind the HTTP server. */
export interface Service {
  handler: A2ARequestHandler;
  /** The public card. */
  publicCard: JsonObject;
  /** The card for callers that know the secret path. */
  directCard: JsonObject;
}

/** A request refused before it reaches A2A. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** The agent's HTTP server: public cards, and JSON-RPC (A2A 1.0 and 0.3) for callers that know the secret path. */
export class A2AServer {
  private readonly server: Server;
  private service: Service | null = null;
  private readonly unanswered = new Set<ServerResponse>();

  /** `secret`: first path segment that a caller must know. */
  constructor(
    private readonly secret: string,
    private readonly log: Log,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** Listens and returns the port. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve());
    });
    return (this.server.address() as AddressInfo).port;
  }

  open(service: Service): void {
    this.service = service;
  }

  /** Refuses new calls with 503; open calls may finish. */
  stopAccepting(): void {
    this.service = null;
    // Otherwise a kept-alive connection would delay the exit.
    for (const response of this.unanswered) response.shouldKeepAlive = false;
    this.server.close();
  }

  /** Closes idle connections now and all others after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(timer);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.unanswered.add(response);
    response.once('close', () => this.unanswered.delete(response));
    try {
      const path = new URL(request.url ?? '/', 'http://agent').pathname;
      const prefix = `/${this.secret}`;
      const direct = path === prefix || path.startsWith(`${prefix}/`);
      const rest = direct ? path.slice(prefix.length) || '/' : path;
      const service = this.service;
      if (service === null) throw new Refused(503, -32603, 'The agent is just starting or about to stop.');
      if (request.method === 'GET' && cardPaths.has(rest))
        return json(response, 200, direct ? service.directCard : service.publicCard);
      if (rest !== '/' && rest !== '/a2a')
        throw new Refused(404, -32600, 'There is nothing here: the card is at /.well-known/agent-card.json.');
      if (!direct) throw new Refused(403, -32600, 'Calls to this agent go through the platform; its card says where.');
      if (request.method !== 'POST') throw new Refused(405, -32600, 'Send JSON-RPC with POST.');
      await this.call(service.handler, request, response, parsedBody(await bodyOf(request)));
    } catch (error) {
      this.refuse(response, error);
    }
  }

  private async call(
    handler: A2ARequestHandler,
    request: IncomingMessage,
    response: ServerResponse,
    body: JsonObject,
  ): Promise<void> {
    const header = request.headers['a2a-version'];
    const envelope = completedEnvelope(body);
    const requestedVersion = versionOf(typeof header === 'string' ? header : undefined, envelope['method']);
    const legacy = requestedVersion === '0.3';
    const context = defaultServerCallContextBuilder({
      extensions: undefined,
      user: undefined,
      headers: request.headers,
      requestedVersion,
    });
    const mapped = (error: unknown): JsonObject => ({
      jsonrpc: '2.0',
      id: envelope['id'],
      error: legacy
        ? LegacyJsonRpcTransportHandler.mapToLegacyJSONRPCError(error)
        : JsonRpcTransportHandler.mapToJSONRPCError(error),
    });
    try {
      validateVersion(requestedVersion, await handler.getAgentCard(), 'JSONRPC');
      const transport = legacy ? new LegacyJsonRpcTransportHandler(handler) : new JsonRpcTransportHandler(handler);
      const result = await transport.handle(envelope, context);
      if (Symbol.asyncIterator in result) await stream(response, result, mapped);
      else json(response, 200, result);
    } catch (error) {
      if (response.headersSent) throw error;
      json(response, 200, mapped(error));
    }
  }

  private refuse(response: ServerResponse, error: unknown): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const refused =
      error instanceof Refused ? error : new Refused(500, -32603, 'Something went wrong in the agent process.');
    if (!(error instanceof Refused)) this.log('error', 'a request failed', { error: String(error) });
    if (refused.status === 413) response.setHeader('connection', 'close');
    json(response, refused.status, {
      jsonrpc: '2.0',
      id: null,
      error: { code: refused.code, message: refused.message },
    });
  }
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
};

/** Server-sent events. Consumes all events even after the client has gone, because the work continues. */
const stream = async (
  response: ServerResponse,
  events: AsyncIterable<unknown>,
  mapped: (error: unknown) => JsonObject,
): Promise<void> => {
  const iterator = events[Symbol.asyncIterator]();
  let next: IteratorResult<unknown>;
  try {
    next = await iterator.next();
  } catch (error) {
    json(response, 200, mapped(error));
    return;
  }
  response.writeHead(200, SSE_HEADERS);
  try {
    for (; next.done !== true; next = await iterator.next()) response.write(formatSSEEvent(next.value));
  } catch (error) {
    response.write(formatSSEErrorEvent(mapped(error)));
  }
  response.end();
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Refused(413, -32600, `The request is larger than ${bodyLimit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parsedBody = (text: string): JsonObject => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refused(400, -32700, 'The request is not JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refused(400, -32600, 'The request must be one JSON-RPC object.');
  return body as JsonObject;
};
