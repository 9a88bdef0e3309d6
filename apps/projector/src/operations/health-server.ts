import { millisecondsOf, type ProjectionStatus } from '@guildhall/contracts';
import { createServer, type ServerResponse } from 'node:http';
import { Gauge, Registry } from 'prom-client';
import type { StatusBoard } from '../engine/status-board.js';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/**
 * `/health/live`, `/health/ready` and `/metrics`. Ready: every projection is running or listed as stopped, or another
 * projector is at work and this one stands by.
 */
export const openHealthServer = async (port: number, board: StatusBoard): Promise<HealthServer> => {
  const metrics = projectionMetrics(board);
  const server = createServer((request, response) => {
    if (request.url === '/health/live') return json(response, 200, { status: 'live' });
    if (request.url === '/health/ready') return ready(response, board);
    if (request.url !== '/metrics') return json(response, 404, { error: 'There is nothing here.' });
    void metrics.metrics().then((text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const ready = (response: ServerResponse, { all: statuses, standbyFor }: StatusBoard): void => {
  if (standbyFor !== null) return json(response, 200, { status: 'standby', active: standbyFor });
  const isReady = statuses.size > 0 && [...statuses.values()].every(({ state }) => state !== 'rebuilding');
  json(response, isReady ? 200 : 503, {
    status: isReady ? 'ready' : 'starting',
    projections: Object.fromEntries(statuses),
  });
};

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const projectionMetrics = (board: StatusBoard): Registry => {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: (status: ProjectionStatus) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['projection'],
      registers: [registry],
      collect() {
        for (const [projection, status] of board.all) this.set({ projection }, value(status));
      },
    });
  };
  gauge('guildhall_projection_ordinal', 'Number of the last event that is durable in the view.', (s) => s.ordinal);
  gauge('guildhall_projection_lag_events', 'Events between the view and the head of the log.', (s) => s.lag);
  gauge('guildhall_projection_stopped', '1: stopped at an event it cannot take.', (s) => Number(s.state === 'stopped'));
  gauge(
    'guildhall_projection_heartbeat_seconds',
    'When the projection last showed life, in seconds since 1970.',
    (s) => millisecondsOf(s.heartbeatAt) / 1_000,
  );
  return registry;
};
