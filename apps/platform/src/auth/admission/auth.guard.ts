import { GuildhallError } from '@guildhall/contracts';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** No route is open because something was forgotten: one that the hook of the requests did not admit is refused. */
@Injectable()
export class AuthGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { isAdmitted } = context.switchToHttp().getRequest<FastifyRequest>();
    if (isAdmitted !== true) throw new GuildhallError('FORBIDDEN', { permission: 'a policy for this route' });
    return true;
  }
}
