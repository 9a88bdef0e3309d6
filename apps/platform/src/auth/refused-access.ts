import type { GuildhallError, ProblemBody } from '@guildhall/contracts';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { Socket } from 'socket.io';
import type { Principal } from '../commands/command-meta.js';
import { headerOf } from '../http/request-context.js';
import type { RefusedAccess } from './refusal-log.js';

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** What a refused request asked for: its route as declared, and the workspace that it names anywhere. */
export const refusedAccess = ({ code }: GuildhallError, request: FastifyRequest): RefusedAccess => ({
  code,
  route: { method: request.method, path: request.routeOptions.url ?? 'unknown', request: null },
  workspaceId: namedWorkspace(request),
  principal: request.principal ?? null,
});

/** A socket that was refused: its route is that of the namespace. */
export const refusedConnection = ({ code }: GuildhallError, socket: Socket): RefusedAccess => ({
  code,
  route: { method: 'SOCKET', path: socket.nsp.name, request: null },
  workspaceId: null,
  principal: principalOf(socket),
});

/** A connection that was refused before it was upgraded to a socket. */
export const refusedHandshake = ({ code }: GuildhallError): RefusedAccess => ({
  code,
  route: { method: 'SOCKET', path: '/socket.io', request: null },
  workspaceId: null,
  principal: null,
});

/** What a connected socket asked for and was refused. */
export const refusedRequest = (
  { code }: ProblemBody,
  socket: Socket,
  event: string,
  request: unknown,
): RefusedAccess => ({
  code,
  route: { method: 'SOCKET', path: socket.nsp.name, request: event },
  workspaceId: firstId([fieldsOf(request)['workspaceId'], fieldsOf(fieldsOf(request)['scope'])['id']]),
  principal: principalOf(socket),
});

const principalOf = ({ data }: Socket): Principal | null => (data as { principal?: Principal }).principal ?? null;

const namedWorkspace = (request: FastifyRequest): string | null => {
  const [params, body] = [fieldsOf(request.params), fieldsOf(request.body)];
  return firstId([params['id'], body['workspace_id'], body['id'], headerOf(request, 'x-workspace-id')]);
};

const firstId = (named: readonly unknown[]): string | null => {
  const found = named.find((value): value is string => typeof value === 'string' && isUUID(value));
  return found?.toLowerCase() ?? null;
};
