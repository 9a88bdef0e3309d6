import { Module } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { AuditReactor } from './audit.reactor.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({ controllers: [HealthController], providers: [AuditReactor, Readiness] })
export class OperationsModule {
  constructor(metrics: Metrics, readiness: Readiness) {
    metrics.watchEach('projection_lag_events', 'Events between a projection and the head', 'projection', async () =>
      (await readiness.view()).projections.map(({ name, lag }) => [name, lag]),
    );
  }
}
