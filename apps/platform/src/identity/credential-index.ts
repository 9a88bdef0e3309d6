import {
  millisecondsOf,
  type CredentialFact,
  type DataOf,
  type identityEvents,
  type JsonObject,
  type RecordedEvent,
  type TokenKind,
  type TreeFact,
} from '@guildhall/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../log/fold.js';
import { OrgGraphs } from '../graph/org-graphs.js';

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
  /** Of the secret of the page; only of a session. */
  pageDigest: string | null;
  /** Milliseconds since the epoch; null: never. */
  expiresAt: number | null;
}

/** The newest revoked tokens, which are told apart from unknown ones; an older one is refused as unknown. */
const keptRevocations = 50_000;

/**
 * Every live credential by the digest of its token: the platform's own index, folded from the log.
 *
 * A removal ends the tokens of its whole team here, in the fold, and a token that is issued to a workspace while it is
 * removed has ended when it begins. So there is no moment, no crash and no race between a removal and the end of the
 * tokens; every platform comes to the same; and a restoration brings none back, because what has ended is not live.
 */
@Fold()
@Injectable()
export class CredentialIndex implements LogFold {
  readonly name = 'credentials';
  readonly version = 4;
  readonly handles = [
    'TokenIssued',
    'OperatorLoggedIn',
    'TokenRevoked',
    'SessionEnded',
    'WorkspaceRemoved',
    'WorkspacePurged',
  ] as const;
  readonly after = ['graphs'] as const;

  private readonly byDigest = new Map<string, Credential>();
  private readonly byId = new Map<string, Credential>();
  private readonly byWorkspace = new Map<string, Map<string, Credential>>();
  /** Digest → workspace that the token was for. */
  private readonly revoked = new Map<string, string | null>();
  private ended: (credentialId: string) => void = () => undefined;

  constructor(@Inject(OrgGraphs) private readonly graphs: Pick<OrgGraphs, 'touched' | 'workspace'>) {}

  /** `listener` gets every credential that ends, while the log is read also those that ended long ago. */
  whenEnded(listener: (credentialId: string) => void): void {
    this.ended = listener;
  }

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
    const fact = event as RecordedEvent & (CredentialFact | TreeFact);
    switch (fact.type) {
      case 'TokenIssued':
        return this.issued(fact.data, event.metadata.org);
      case 'OperatorLoggedIn': {
        const { credentialId, operatorId, prefix, digest, pageDigest, expiresAt } = fact.data;
        const session = { kind: 'session', workspaceId: null, incarnation: null, name: operatorId } as const;
        this.add({
          id: credentialId,
          org: event.metadata.org,
          ...session,
          prefix,
          digest,
          pageDigest,
          expiresAt: millisecondsOf(expiresAt),
        });
        return;
      }
      case 'TokenRevoked':
      case 'SessionEnded':
        return this.remove(fact.data.credentialId);
      case 'WorkspaceRemoved':
        for (const workspaceId of this.graphs.touched) this.removeAll(workspaceId);
        return;
      case 'WorkspacePurged':
        return this.removeAll(fact.data.workspaceId);
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

  private issued(data: DataOf<(typeof identityEvents)['TokenIssued']>, org: string): void {
    const { credentialId: id, kind, workspaceId, incarnation, name, prefix, digest, expiresAt } = data;
    const expires = expiresAt === null ? null : millisecondsOf(expiresAt);
    this.add({ id, org, kind, workspaceId, incarnation, name, prefix, digest, pageDigest: null, expiresAt: expires });
    if (workspaceId !== null && this.graphs.workspace(org, workspaceId)?.removed !== null) this.remove(id);
  }

  private removeAll(workspaceId: string): void {
    for (const { id } of this.ofWorkspace(workspaceId)) this.remove(id);
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
    this.ended(id);
  }
}
