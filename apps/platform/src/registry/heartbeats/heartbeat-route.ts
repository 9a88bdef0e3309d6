import type { Permission } from '@guildhall/contracts';
import { HeartbeatBody } from '@guildhall/contracts/registry/bodies';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { checkedBody } from '../../http/validation/checked-input.js';
import { metaOf, principalOf } from '../../http/request-context.js';
import { allowKey } from '../../http/allow.js';
import { RequestAdmission } from '../../auth/request-admission.js';
import { AgentHeartbeats } from './agent-heartbeats.js';
import { RegistryController } from '../registry.controller.js';

/**
 * Takes heartbeats past Nest's router, which costs more than all that a heartbeat needs. The route itself, with its permission and
 * its contract, is declared in `RegistryController`; here are the same steps in the same order, and what they throw
 * is answered by the same filter. See docs/decisions/0024.
 */
export const takeHeartbeatsDirectly = (app: NestFastifyApplication): void => {
  const admission = app.get(RequestAdmission);
  const heartbeats = app.get(AgentHeartbeats);
  const permission = app.get(Reflector).get<Permission>(allowKey, RegistryController.prototype.heartbeat);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.method !== 'POST' || route.url !== '/registry/heartbeat') return;
      route.handler = async (request) => {
        await admission.admit(request, permission);
        return heartbeats.receive(checkedBody(HeartbeatBody, request.body), principalOf(request), () =>
          metaOf(request),
        );
      };
    });
};
