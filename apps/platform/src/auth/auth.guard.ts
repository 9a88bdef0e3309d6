import { GuildhallError, type Permission } from '@guildhall/contracts';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { allowKey } from '../http/allow.js';
import { RequestAdmission } from './request-admission.js';

/** The one guard of all routes: the caller must hold the permission that a route declares. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly admission: RequestAdmission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(allowKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === undefined) throw new GuildhallError('FORBIDDEN', { permission: 'a policy for this route' });
    await this.admission.admit(context.switchToHttp().getRequest<FastifyRequest>(), permission);
    return true;
  }
}
