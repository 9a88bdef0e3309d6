import { operationRoutes, type ReadinessView } from '@guildhall/contracts';
import { Controller, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Route } from '../http/route.js';
import { Metrics } from '../metrics/metrics.js';
import { Readiness } from './readiness.js';

@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /** Molecule AI's path; like the next one, it says only that the process answers. */
  @Route(operationRoutes.health)
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Route(operationRoutes.live)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Route(operationRoutes.readiness)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessView> {
    const view = await this.readiness.view();
    if (view.status !== 'ready') void reply.status(503);
    return view;
  }

  @Header('content-type', 'text/plain; version=0.0.4')
  @Route(operationRoutes.metrics)
  prometheus(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
