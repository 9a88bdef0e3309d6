import { GuildhallError, type Permission } from '@guildhall/contracts';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { headerOf } from '../http/request-context.js';
import { allowKey } from './allow.js';
import { OrgGraphs } from '../organisations/org-graphs.js';
import { Authenticator } from './authenticator.js';
import { IndexFreshness } from './index-freshness.js';
import { Origins } from './origins.js';
import { sessionOf } from './session-cookie.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The one guard of all routes: who is it, may they, and does the request come from a page we trust. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly origins: Origins,
    private readonly graphs: OrgGraphs,
    private readonly freshness: IndexFreshness,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(allowKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === undefined) throw new GuildhallError('FORBIDDEN', { permission: 'a policy for this route' });
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!safeMethods.has(request.method)) this.origins.require(headerOf(request, 'origin'));
    if (permission === 'public') return true;
    const principal = await this.authenticator.principal(
      headerOf(request, 'authorization'),
      sessionOf(headerOf(request, 'cookie')),
    );
    if (!principal.permissions.includes(permission)) throw new GuildhallError('FORBIDDEN', { permission });
    const org = headerOf(request, 'x-organisation-id');
    if (org !== undefined && org !== principal.org)
      throw new GuildhallError('ORGANISATION_NOT_FOUND', { org: org.slice(0, 80) });
    request.principal = principal;
    await this.hearOf(request);
    return true;
  }

  /** Another platform may have made the workspace of the path a moment ago: before it is missing, the log is asked. */
  private async hearOf(request: FastifyRequest): Promise<void> {
    const { id } = request.params as { id?: string };
    if (id !== undefined && uuid.test(id) && this.graphs.find(id.toLowerCase()) === undefined)
      await this.freshness.caughtUp();
  }
}
