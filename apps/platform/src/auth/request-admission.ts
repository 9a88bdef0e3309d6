import { GuildhallError, type Permission } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { headerOf } from '../http/request-context.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { Authentication } from './authentication.js';
import { LogFreshness } from '../log/log-freshness.js';
import { Origins } from './origins.js';
import { sessionOf } from './session-cookie.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets a request in: who is it, may they, and does it come from a page we trust. */
@Injectable()
export class RequestAdmission {
  constructor(
    private readonly authentication: Authentication,
    private readonly origins: Origins,
    private readonly graphs: OrgGraphs,
    private readonly freshness: LogFreshness,
  ) {}

  /** The request has its `principal` afterwards, unless everybody may. Throws what refuses it. */
  async admit(request: FastifyRequest, permission: Permission): Promise<void> {
    if (!safeMethods.has(request.method)) this.origins.require(headerOf(request, 'origin'));
    if (permission === 'public') return;
    const principal = await this.authentication.principal(
      headerOf(request, 'authorization'),
      sessionOf(headerOf(request, 'cookie')),
    );
    // Known from here on, also to whoever notes what is refused now.
    request.principal = principal;
    if (!principal.permissions.includes(permission)) throw new GuildhallError('FORBIDDEN', { permission });
    const org = headerOf(request, 'x-organisation-id');
    if (org !== undefined && org !== principal.org)
      throw new GuildhallError('ORGANISATION_NOT_FOUND', { org: org.slice(0, 80) });
    await this.awaitWorkspace(request);
  }

  /** Another platform may have made the workspace of the path a moment ago: before it is missing, the log is asked. */
  private async awaitWorkspace(request: FastifyRequest): Promise<void> {
    const { id } = request.params as { id?: string };
    if (id !== undefined && uuid.test(id) && this.graphs.find(id.toLowerCase()) === undefined)
      await this.freshness.caughtUp();
  }
}
