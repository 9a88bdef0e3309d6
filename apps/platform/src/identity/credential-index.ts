import type { JsonObject, RecordedEvent, TokenKind } from '@guildhall/contracts';
import type { CredentialFact } from '@guildhall/contracts';
import type { LogFold } from '../log/log-fold.js';

export interface Credential {
  id: string;
  org: string;
  kind: TokenKind | 'session';
  workspaceId: string | null;
  incarnation: number | null;
  /** Operator of a session, name of a token. */
  name: string;
  prefix: string;
  digest: string;
  /** Milliseconds since the epoch; null: never. */
  expiresAt: number | null;
}

/** So many revoked tokens are told from unknown ones; an older one is refused all the same, as unknown. */
const keptRevocations = 50_000;

/** Every live credential by the digest of its token: the platform's own index, folded from the log. */
export class CredentialIndex implements LogFold {
  readonly name = 'credentials';
  readonly version = 2;

  private readonly byDigest = new Map<string, Credential>();
  private readonly byId = new Map<string, Credential>();
  private readonly byWorkspace = new Map<string, Map<string, Credential>>();
  /** Digest → workspace that the token was for. */
  private readonly revoked = new Map<string, string | null>();

  find(digest: string): Credential | undefined {
    return this.byDigest.get(digest);
  }

  /** Valid now, or once. */
  isKnown(digest: string): boolean {
    return this.byDigest.has(digest) || this.revoked.has(digest);
  }

  /** True for the digest of a token that was valid once. */
  wasRevoked(digest: string): boolean {
    return this.revoked.has(digest);
  }

  /** Workspace of a token that was valid once; null: of none, or never seen. */
  formerWorkspace(digest: string): string | null {
    return this.revoked.get(digest) ?? null;
  }

  byCredentialId(id: string): Credential | undefined {
    return this.byId.get(id);
  }

  /** Live tokens of a workspace, oldest first. */
  ofWorkspace(workspaceId: string): Credential[] {
    return [...(this.byWorkspace.get(workspaceId)?.values() ?? [])];
  }

  apply(event: RecordedEvent): void {
    const fact = event as RecordedEvent & CredentialFact;
    switch (fact.type) {
      case 'TokenIssued': {
        const { credentialId, kind, workspaceId, incarnation, name, prefix, digest, expiresAt } = fact.data;
        const expires = expiresAt === null ? null : Date.parse(expiresAt);
        this.add({
          id: credentialId,
          org: event.metadata.org,
          kind,
          workspaceId,
          incarnation,
          name,
          prefix,
          digest,
          expiresAt: expires,
        });
        return;
      }
      case 'OperatorLoggedIn': {
        const { credentialId, operatorId, prefix, digest, expiresAt } = fact.data;
        const session = { kind: 'session', workspaceId: null, incarnation: null, name: operatorId } as const;
        this.add({
          id: credentialId,
          org: event.metadata.org,
          ...session,
          prefix,
          digest,
          expiresAt: Date.parse(expiresAt),
        });
        return;
      }
      case 'TokenRevoked':
      case 'SessionEnded':
        this.remove(fact.data.credentialId);
    }
  }

  toJson(): JsonObject {
    return { live: [...this.byId.values()].map((credential) => ({ ...credential })), revoked: [...this.revoked] };
  }

  fromJson(json: JsonObject): void {
    for (const credential of json['live'] as unknown as Credential[]) this.add(credential);
    for (const [digest, workspaceId] of json['revoked'] as [string, string | null][])
      this.revoked.set(digest, workspaceId);
  }

  private leaveWorkspace({ id, workspaceId }: Credential): void {
    const own = workspaceId === null ? undefined : this.byWorkspace.get(workspaceId);
    own?.delete(id);
    if (workspaceId !== null && own?.size === 0) this.byWorkspace.delete(workspaceId);
  }

  private add(credential: Credential): void {
    this.byDigest.set(credential.digest, credential);
    this.byId.set(credential.id, credential);
    const { workspaceId } = credential;
    if (workspaceId === null) return;
    const own = this.byWorkspace.get(workspaceId) ?? new Map<string, Credential>();
    this.byWorkspace.set(workspaceId, own.set(credential.id, credential));
  }

  private remove(id: string): void {
    const credential = this.byId.get(id);
    if (credential === undefined) return;
    this.byId.delete(id);
    this.byDigest.delete(credential.digest);
    this.leaveWorkspace(credential);
    this.revoked.set(credential.digest, credential.workspaceId);
    const [oldest] = this.revoked.keys();
    if (this.revoked.size > keptRevocations && oldest !== undefined) this.revoked.delete(oldest);
  }
}
