import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow } from '../auth/allow.js';
import { Metrics } from '../metrics/metrics.js';
import { Readiness, type ReadinessView } from './readiness.js';

@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /** As in Molecule AI; says only that the process answers. */
  @Get(['health', 'health/live'])
  @Allow('public')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Allow('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessView> {
    const view = await this.readiness.view();
    if (view.status !== 'ready') void reply.status(503);
    return view;
  }

  @Get('metrics')
  @Allow('operations.read')
  @Header('content-type', 'text/plain; version=0.0.4')
  prometheus(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
