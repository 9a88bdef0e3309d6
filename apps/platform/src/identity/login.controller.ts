import {
  identityRoutes,
  pageFragment,
  defaultOrganisation,
  GuildhallError,
  type LoginLinkView,
  type SessionView,
} from '@guildhall/contracts';
import { LoginQuery } from '@guildhall/contracts/identity/queries';
import { Controller, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../commands/command-meta.js';
import { PlatformAddress } from '../http/server/platform-address.js';
import { Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { WrongAttempts } from '../auth/limits/wrong-attempts.js';
import { sessionCookie } from '../auth/session-cookie.js';
import { sessionSeconds, Sessions } from './sessions.js';

@Controller()
export class LoginController {
  constructor(
    private readonly sessions: Sessions,
    private readonly address: PlatformAddress,
    private readonly attempts: WrongAttempts,
  ) {}

  /** The page behind the printed link. A link that is not valid leads to the canvas, which says what to do. */
  @Route(identityRoutes.logIn)
  async logIn(
    @Query() { token = '' }: LoginQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      const { cookie, page } = await this.sessions.logIn(token);
      void reply.header('set-cookie', sessionCookie(cookie, sessionSeconds, this.isSecure(request)));
      void reply.redirect(`/#${pageFragment}=${page}`, 303);
    } catch (error) {
      await this.attempts.answering(error, request.ip);
      if (!(error instanceof GuildhallError) || error.code !== 'LOGIN_LINK_INVALID') throw error;
      void reply.redirect('/?login=invalid', 303);
    }
  }

  /** A new login link, for who may run commands where Guildhall runs. */
  @Route(identityRoutes.loginLink)
  async link(@Who() who: Principal): Promise<LoginLinkView> {
    const { token, expiresAt } = await this.sessions.loginToken(who.org || defaultOrganisation);
    return { url: `${this.address.url}/login?token=${token}`, expires_at: expiresAt };
  }

  @Route(identityRoutes.session)
  session(@Who() who: Principal): SessionView {
    return { operator_id: who.id, org: who.org, permissions: who.permissions };
  }

  @Route(identityRoutes.logOut)
  async logOut(
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: 'logged_out' }> {
    await this.sessions.logOut(who);
    void reply.header('set-cookie', sessionCookie('', 0, this.isSecure(request)));
    return { status: 'logged_out' };
  }

  /** Whether people reach this platform over TLS, which may end at a proxy in front of it. */
  private isSecure({ protocol }: FastifyRequest): boolean {
    return protocol === 'https' || this.address.url.startsWith('https:');
  }
}
