import type { GraphWorkspace } from '@guildhall/contracts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentEndpoints } from '../network/agent-endpoints.js';
import type { Agents } from '../agents.js';
import { AddressPoll } from './liveness-checker.js';
import { NetworkGuard } from '../network/network-guard.js';

describe('asking an agent at its address', () => {
  const server = createServer((_request, response) => void response.end('{}'));
  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => void server.close());

  it('connects to the address that was checked, and asks no name server a second time', async () => {
    // A name that nobody else can resolve: only who keeps to the checked address gets there.
    const address = `http://agent.invalid:${(server.address() as AddressInfo).port}/`;
    let asked = 0;
    const guard = new NetworkGuard({ store: 'embedded' }, () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254' }]);
    });
    const agents = { get: () => ({}) } as unknown as Agents;
    const endpoints = { open: () => Promise.resolve(address) } as unknown as AgentEndpoints;
    const silent = { key: 'a', incarnation: 0, telemetry: {}, ageMs: 1, expired: true };
    const verdict = await new AddressPoll(agents, endpoints, guard).verdict(silent, { id: 'a' } as GraphWorkspace);
    expect(verdict).toEqual({ isAlive: true, cause: { code: 'answers_at_address' } });
    expect(asked).toBe(1);
  });
});
