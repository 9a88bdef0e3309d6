import { HeartbeatBody } from '@guildhall/contracts/registry/bodies';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { checkedBody } from '../../http/validation/checked-input.js';
import { metaOf, principalOf } from '../../http/request-context.js';
import { AgentHeartbeats } from './agent-heartbeats.js';

/**
 * Takes heartbeats past Nest's router, which costs more than all that a heartbeat needs. The route itself, with its permission and
 * its contract, is declared in `RegistryController`; here are the same steps in the same order, and what they throw
 * is answered by the same filter. See docs/decisions/0024.
 */
export const takeHeartbeatsDirectly = (app: NestFastifyApplication): void => {
  const heartbeats = app.get(AgentHeartbeats);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.method !== 'POST' || route.url !== '/registry/heartbeat') return;
      route.handler = async (request) => {
        return heartbeats.receive(checkedBody(HeartbeatBody, request.body), principalOf(request), () =>
          metaOf(request),
        );
      };
    });
};
