import { instantOf } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../commands/command-meta.js';
import { CommandRunner } from '../commands/command-runner.js';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { Authenticator } from './authenticator.js';
import { credentialStream } from './credential.stream.js';
import { TokenIssuer } from './token-issuer.js';
import { freshToken } from './tokens.js';
import { clock } from '../clock/clock.js';

/** How long a person stays logged in, in seconds. */
export const sessionSeconds = 7 * 24 * 3_600;
/** How long a login link can be used, in milliseconds. */
const linkMs = 24 * 3_600_000;
const operatorId = 'operator';

const inFuture = (ms: number): string => instantOf(clock.now() + ms);

/** The two halves of a session: neither is of use without the other. */
export interface SessionSecrets {
  /** Value of the cookie, which no script can read. */
  cookie: string;
  /** Kept by the page that logged in, which no other port of the machine can read. */
  page: string;
}

/** People: a link that only who runs Guildhall can see becomes a session cookie. */
@Injectable()
export class Sessions {
  constructor(
    private readonly runner: CommandRunner,
    private readonly issuer: TokenIssuer,
    private readonly authenticator: Authenticator,
  ) {}

  /** A fresh login link's token. */
  async loginToken(org: string): Promise<{ token: string; expiresAt: string }> {
    const expiresAt = inFuture(linkMs);
    const correlationId = newId();
    const meta = systemMeta('identity', { org, key: ['login-link', correlationId], correlationId });
    const request = {
      kind: 'login-link',
      workspaceId: null,
      name: 'login link',
      incarnation: null,
      expiresAt,
    } as const;
    const { token } = await this.issuer.issue(request, meta);
    return { token, expiresAt };
  }

  /** Turns the token of a login link into a session. */
  async logIn(loginToken: string): Promise<SessionSecrets> {
    const link = await this.authenticator.loginLink(loginToken);
    const { token: cookie, digest, prefix } = freshToken();
    const { token: page, digest: pageDigest } = freshToken();
    const credentialId = newId();
    const meta = systemMeta('identity', { org: link.org, key: ['login', credentialId], correlationId: credentialId });
    const actor = { kind: 'operator', id: operatorId } as const;
    const expiresAt = inFuture(sessionSeconds * 1_000);
    const session = { operatorId, via: link.id, prefix, digest, pageDigest, expiresAt };
    const command = { type: 'login', credentialId, ...session } as const;
    await this.runner.runAndFold(credentialStream, credentialId, command, { ...meta, actor }, { fresh: true });
    return { cookie, page };
  }

  async logOut(who: Principal): Promise<void> {
    const meta = systemMeta('identity', {
      org: who.org,
      key: ['logout', who.credentialId],
      correlationId: who.credentialId,
    });
    const command = { type: 'endSession', credentialId: who.credentialId } as const;
    await this.runner.runAndFold(credentialStream, who.credentialId, command, meta);
  }
}
