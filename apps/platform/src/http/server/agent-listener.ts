import { GuildhallError } from '@guildhall/contracts';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemOf } from '../problem.filter.js';

/** What agents ask of the platform, and nothing that people use: no login, no canvas, no organisation, no files. */
const ofTheRegistry =
  /^\/registry\/(register|heartbeat|update-card|check-access|discover\/[0-9a-fA-F-]{36}|[0-9a-fA-F-]{36}\/peers)$/;
const ofAWorkspace =
  /^\/workspaces\/[0-9a-fA-F-]{36}(\/(a2a|config|messages|delegate|delegations|state|activity|notify|memory|memories|approvals|checkpoints|channels|secrets\/values|mcp|restart|pause|resume)(\/[^?]*)?)?$/;

const isOfAgents = (path: string): boolean => path === '/health' || ofTheRegistry.test(path) || ofAWorkspace.test(path);

/**
 * A second listener of the platform for agents that cannot reach the first, at an address that only they should see. It
 * passes on what agents ask for, and the platform answers as on the first one; everything else is 404.
 */
export class AgentListener {
  private constructor(private readonly server: Server) {}

  /** Rejects with the system's error when the address cannot be had. `port`: 0 takes a free one. */
  static async open(fastify: FastifyInstance, host: string, port: number): Promise<AgentListener> {
    const route = (request: IncomingMessage, response: ServerResponse): void => {
      if (isOfAgents(pathOf(request))) fastify.routing(request, response);
      else refuse(request, response);
    };
    // A client that waits before it sends its body is told by the hook that admits it.
    const server = createServer(route).on('checkContinue', route);
    server.listen(port, host);
    await once(server, 'listening');
    return new AgentListener(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resolves when no connection is left. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split(/[?#]/)[0] ?? '/';

const refuse = (request: IncomingMessage, response: ServerResponse): void => {
  const refusal = new GuildhallError('ROUTE_NOT_FOUND', { path: pathOf(request) });
  // The body of the request is not read: the connection cannot be used again.
  response.writeHead(refusal.status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(JSON.stringify(problemOf(refusal)));
};
