import type { GuildhallError } from '@guildhall/contracts';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { headerOf } from '../http/request-context.js';
import type { RefusedAccess } from './refusals.js';

/** What a refused request wanted: its route as declared, and the workspace that it named anywhere. */
export const refusedAccess = ({ code }: GuildhallError, request: FastifyRequest): RefusedAccess => ({
  code,
  route: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
  workspaceId: namedWorkspace(request),
  principal: request.principal ?? null,
});

const namedWorkspace = (request: FastifyRequest): string | null => {
  const params = (request.params ?? {}) as Record<string, unknown>;
  const body = (request.body ?? {}) as Record<string, unknown>;
  const named = [params['id'], body['workspace_id'], body['id'], headerOf(request, 'x-workspace-id')];
  const found = named.find((value): value is string => typeof value === 'string' && isUUID(value));
  return found?.toLowerCase() ?? null;
};
