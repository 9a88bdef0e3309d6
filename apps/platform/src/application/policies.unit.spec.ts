import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { permissions } from '@guildhall/contracts';
import { slices } from '../platform.module.js';
import { LiveGateway } from '../live/live.gateway.js';
import { TerminalGateway } from '../terminal/terminal.gateway.js';
import { allowKey } from '../http/allow.js';

interface Endpoint {
  name: string;
  handler: object;
  owner: object;
}

const handlersOf = (owner: { prototype: object; name: string }, marker: string): Endpoint[] =>
  Object.getOwnPropertyNames(owner.prototype)
    .filter((method) => method !== 'constructor')
    .map((method) => ({
      name: `${owner.name}.${method}`,
      handler: Reflect.get(owner.prototype, method) as object,
      owner,
    }))
    .filter(({ handler }) => typeof handler === 'function' && Reflect.hasMetadata(marker, handler));

const controllers = slices.flatMap((slice) => (Reflect.getMetadata('controllers', slice) ?? []) as Type[]);

const endpoints = [
  ...controllers.flatMap((controller) => handlersOf(controller, 'path')),
  ...[LiveGateway, TerminalGateway].flatMap((gateway) => handlersOf(gateway, 'websockets:message_mapping')),
];

describe('every endpoint of the platform', () => {
  it('is found by this test', () => {
    expect(endpoints.length).toBeGreaterThan(35);
    expect(endpoints.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['WorkspacesController.create', 'LiveGateway.subscribe', 'TerminalGateway.open']),
    );
  });

  it.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
    'names the permission it needs: %s',
    (_name, { handler, owner }) => {
      const permission: unknown = Reflect.getMetadata(allowKey, handler) ?? Reflect.getMetadata(allowKey, owner);
      expect(permissions).toContain(permission);
    },
  );

  it('is public only where the caller cannot be known yet, or the endpoint checks it itself', () => {
    const open = endpoints
      .filter(({ handler }) => Reflect.getMetadata(allowKey, handler) === 'public')
      .map(({ name }) => name);
    expect(open.sort()).toEqual([
      'AgentStateController.state',
      'HealthController.health',
      'HealthController.live',
      'HealthController.ready',
      'LoginController.logIn',
    ]);
  });
});
