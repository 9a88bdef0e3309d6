import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { request } from 'node:http';
import { AgentListener } from './agent-listener.js';

const id = '0190a0b0-0000-7000-8000-000000000001';

describe('the listener for agents', () => {
  let platform: FastifyInstance;
  let listener: AgentListener;

  beforeAll(async () => {
    platform = fastify();
    platform.all('/*', async ({ method, url, body }) => ({ method, url, body }));
    await platform.ready();
    listener = await AgentListener.open(platform, '127.0.0.1', 0);
  });
  afterAll(async () => {
    await listener.close();
    await platform.close();
  });

  /** The path goes over the wire as it is written here. */
  const ask = (path: string, method = 'GET', body?: object) =>
    new Promise<{ status: number; type: string; body: Record<string, unknown> }>((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const asking = request({ host: '127.0.0.1', port: listener.port, path, method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        );
      });
      asking.once('error', reject);
      asking.end(body === undefined ? undefined : JSON.stringify(body));
    });

  it.each([
    '/health',
    '/registry/check-access',
    `/registry/discover/${id}`,
    `/registry/${id}/peers`,
    `/workspaces/${id}`,
    `/workspaces/${id}/a2a`,
    `/workspaces/${id}/config`,
    `/workspaces/${id}/state?since=4`,
    `/workspaces/${id}/messages/abc/cancel`,
    `/workspaces/${id}/secrets/values`,
  ])('lets through %s', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 200, body: { url: path } });
  });

  it('hands over method and body as they came', async () => {
    const sent = { text: 'a'.repeat(100_000) };
    const { body } = await ask(`/workspaces/${id}/a2a`, 'POST', sent);
    expect(body).toMatchObject({ method: 'POST', body: sent });
  });

  it.each([
    '/',
    '/login?token=x',
    '/session',
    '/metrics',
    '/health/ready',
    '/organisation',
    '/workspaces',
    `/workspaces/${id}/files/configs/x`,
    `/workspaces/${id}/tokens`,
    `/workspaces/${id}/secrets`,
    `/workspaces/${id}/../../login`,
    `/workspaces/stop-all`,
    '/registry/../login',
    `/registry/${id}/login`,
    '/registry/%2e%2e/login',
    `http://127.0.0.1/workspaces/${id}/a2a`,
  ])('knows nothing of %s', async (path) => {
    const { status, type, body } = await ask(path);
    expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
    expect(body).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
  });

  it('says that an address is taken', async () => {
    await expect(AgentListener.open(platform, '127.0.0.1', listener.port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
