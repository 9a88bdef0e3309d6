import { GuildhallError, pageHeader, type Permission } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { headerOf } from '../../http/request-context.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { Authentication, type Shown } from '../authentication.js';
import { LogFreshness } from '../../log/log-freshness.js';
import { Origins } from '../origins.js';
import { sessionOf } from '../session-cookie.js';

/** What the headers of a request show. */
export const shownBy = (request: FastifyRequest): Shown => ({
  authorization: headerOf(request, 'authorization'),
  cookie: sessionOf(headerOf(request, 'cookie')),
  page: headerOf(request, pageHeader),
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Admits a request: checks who asks, their permission, and that it comes from a trusted page. */
@Injectable()
export class RequestAdmission {
  constructor(
    private readonly authentication: Authentication,
    private readonly origins: Origins,
    private readonly graphs: OrgGraphs,
    private readonly freshness: LogFreshness,
  ) {}

  /** Sets the `principal` of the request, unless the route is public. Throws what refuses it. */
  async admit(request: FastifyRequest, permission: Permission): Promise<void> {
    const authorization = headerOf(request, 'authorization');
    // A page sends a cookie without asking anybody, a token only on purpose.
    if (authorization === undefined && !safeMethods.has(request.method))
      this.origins.require(headerOf(request, 'origin'));
    if (permission === 'public') return;
    const principal = await this.authentication.principal(shownBy(request));
    // Set before any check below, so that a refusal is noted with its principal.
    request.principal = principal;
    if (!principal.permissions.includes(permission)) throw new GuildhallError('FORBIDDEN', { permission });
    const org = headerOf(request, 'x-organisation-id');
    if (org !== undefined && org !== principal.org)
      throw new GuildhallError('ORGANISATION_NOT_FOUND', { org: org.slice(0, 80) });
    await this.awaitWorkspace(request);
  }

  /** Another platform may have made the workspace of the path a moment ago: the log is asked before it counts as missing. */
  private async awaitWorkspace(request: FastifyRequest): Promise<void> {
    const { id } = request.params as { id?: string };
    if (id !== undefined && uuid.test(id) && this.graphs.find(id.toLowerCase()) === undefined)
      await this.freshness.caughtUp();
  }
}
