import { defineRoute } from '../declarations/route.js';
import type { ReadinessView } from './views.js';

const alive = { permission: 'public', summary: 'Check that the process answers' } as const;

export const operationRoutes = {
  health: defineRoute<{ answer: { status: 'ok' } }>()('GET', '/health', alive),
  live: defineRoute<{ answer: { status: 'ok' } }>()('GET', '/health/live', alive),
  readiness: defineRoute<{ answer: ReadinessView }>()('GET', '/health/ready', {
    permission: 'public',
    summary: 'Check the log and every projection; 503 until all are ready',
    statuses: [200, 503],
  }),
  metrics: defineRoute<{ answer: string }>()('GET', '/metrics', {
    permission: 'operations.read',
    summary: 'Metrics in the format of Prometheus',
    format: 'text',
  }),
} as const;
