import { defaultOrganisation, GuildhallError, permissionsOf } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import type { Principal } from '../commands/command-meta.js';
import { LogFreshness } from '../log/log-freshness.js';
import { CredentialIndex, type Credential } from './credential-index.js';
import type { Authentication, Shown } from '../auth/authentication.js';
import { digestOf } from './tokens.js';
import { clock } from '../clock/clock.js';

const bearerPattern = /^Bearer ([\x21-\x7e]{1,512})$/i;

const bytesOf = (digest: string): Buffer => Buffer.from(digest, 'hex');

/** Sessions of before there was a secret of the page have no page. */
const isPageOf = ({ pageDigest }: Credential, page: string | undefined): boolean =>
  pageDigest !== null && page !== undefined && timingSafeEqual(bytesOf(pageDigest), bytesOf(digestOf(page)));

/** Turns the credential of a request or socket into a principal. Deny by default; when it cannot be checked, 503. */
@Injectable()
export class Authenticator implements Authentication {
  private readonly fixed: { digest: Buffer; id: string }[] = [];
  private readonly lastUse = new Map<string, number>();

  constructor(
    private readonly credentials: CredentialIndex,
    private readonly freshness: LogFreshness,
  ) {}

  /** A secret of this installation that is not in the log: ADMIN_TOKEN, the local tools' token. */
  allowFixed(token: string, operatorId: string): void {
    this.fixed.push({ digest: bytesOf(digestOf(token)), id: operatorId });
  }

  async principal({ authorization, cookie, page }: Shown): Promise<Principal> {
    const bearer = authorization === undefined ? undefined : bearerPattern.exec(authorization)?.[1];
    if (authorization !== undefined && bearer === undefined) throw new GuildhallError('UNAUTHENTICATED');
    const token = bearer ?? cookie;
    if (token === undefined) throw new GuildhallError('UNAUTHENTICATED');
    const digest = digestOf(token);
    const operator = bearer === undefined ? null : this.fixedOperator(digest);
    if (operator !== null) return operator;
    await this.learn(digest);
    const credential = this.credentialOf(digest, bearer === undefined);
    if (credential.kind === 'session' && !isPageOf(credential, page)) throw new GuildhallError('PAGE_UNKNOWN');
    return this.principalOf(credential);
  }

  async isSession(cookie: string): Promise<boolean> {
    const digest = digestOf(cookie);
    await this.learn(digest);
    const credential = this.credentials.find(digest);
    return credential?.kind === 'session' && !this.isExpired(credential);
  }

  /** A credential that is not known may be a moment old, and of another platform: the log is asked. */
  private async learn(digest: string): Promise<void> {
    await this.freshness.require();
    if (!this.credentials.isKnown(digest)) await this.freshness.caughtUp();
  }

  /** The workspace of a bearer token that was valid once and ended; null otherwise. */
  formerWorkspace(authorization: string | undefined): string | null {
    const bearer = authorization === undefined ? undefined : bearerPattern.exec(authorization)?.[1];
    return bearer === undefined ? null : this.credentials.formerWorkspace(digestOf(bearer));
  }

  /** The credential of a login link, checked as any other. */
  async loginLink(token: string): Promise<Credential> {
    await this.freshness.caughtUp();
    const credential = this.credentials.find(digestOf(token));
    if (credential?.kind !== 'login-link' || this.isExpired(credential)) throw new GuildhallError('LOGIN_LINK_INVALID');
    return credential;
  }

  /** When the credential ends by its own time, in milliseconds since the epoch; null: never, as far as is known. */
  expiryOf(credentialId: string): number | null {
    return this.credentials.byCredentialId(credentialId)?.expiresAt ?? null;
  }

  whenEnded(listener: (credentialId: string) => void): void {
    this.credentials.whenEnded(listener);
  }

  /** When the credential was last accepted by this process, in milliseconds since the epoch. */
  lastUsed(credentialId: string): number | null {
    return this.lastUse.get(credentialId) ?? null;
  }

  private credentialOf(digest: string, fromCookie: boolean): Credential {
    const credential = this.credentials.find(digest);
    if (credential === undefined) {
      throw new GuildhallError(this.credentials.wasRevoked(digest) ? 'TOKEN_REVOKED' : 'UNAUTHENTICATED');
    }
    if (credential.kind === 'login-link' || (credential.kind === 'session') !== fromCookie)
      throw new GuildhallError('UNAUTHENTICATED');
    if (this.isExpired(credential)) throw new GuildhallError('TOKEN_REVOKED');
    this.lastUse.set(credential.id, clock.now());
    return credential;
  }

  private isExpired(credential: Credential): boolean {
    return credential.expiresAt !== null && credential.expiresAt <= clock.now();
  }

  private principalOf(credential: Credential): Principal {
    const kind = credential.kind === 'workspace' || credential.kind === 'service' ? credential.kind : 'operator';
    return {
      kind,
      id: kind === 'workspace' ? (credential.workspaceId ?? credential.id) : credential.name,
      credentialId: credential.id,
      org: credential.org,
      permissions: permissionsOf[kind],
      workspaceId: credential.workspaceId,
      incarnation: credential.incarnation,
    };
  }

  private fixedOperator(digest: string): Principal | null {
    const shown = bytesOf(digest);
    const match = this.fixed.find((known) => timingSafeEqual(known.digest, shown));
    if (match === undefined) return null;
    const { id } = match;
    const org = defaultOrganisation;
    return {
      kind: 'operator',
      id,
      credentialId: id,
      org,
      permissions: permissionsOf.operator,
      workspaceId: null,
      incarnation: null,
    };
  }
}
