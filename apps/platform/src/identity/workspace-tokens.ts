import { GuildhallError, instantOf, type RevokedToken, type TokensView, type NewTokenView } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { stepOf } from '../http/request-context.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { Views } from '../stores/views.js';
import { Authenticator } from './authenticator.js';
import { CredentialIndex, type Credential } from './credential-index.js';
import { TokenIssuer } from './token-issuer.js';

/** Live tokens that a workspace may have, as in Molecule AI. */
const tokenLimit = 50;

/** Tokens of a workspace for people to manage: shown once, listed by prefix, ended at once. */
@Injectable()
export class WorkspaceTokens {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly credentials: CredentialIndex,
    private readonly authenticator: Authenticator,
    private readonly graphs: OrgGraphs,
    private readonly views: Views,
  ) {}

  async list(workspaceId: string, who: Principal): Promise<TokensView> {
    this.requireWorkspace(workspaceId, who);
    const live = this.credentials.ofWorkspace(workspaceId);
    const documents = await Promise.all(live.map(({ id }) => this.views.get('tokens', id)));
    const tokens = live.map(({ id, prefix, name }, index) => {
      const used = this.authenticator.lastUsed(id);
      const createdAt = documents[index]?.['created_at'];
      return {
        id,
        prefix,
        name,
        created_at: typeof createdAt === 'string' ? createdAt : '',
        last_used_at: used === null ? null : instantOf(used),
      };
    });
    return { tokens, count: tokens.length };
  }

  async issue(workspaceId: string, name: string, who: Principal, meta: CommandMeta): Promise<NewTokenView> {
    this.requireThere(workspaceId, who);
    if (this.credentials.ofWorkspace(workspaceId).length >= tokenLimit)
      throw new GuildhallError('TOO_MANY_TOKENS', { limit: tokenLimit });
    const { credentialId, token } = await this.issuer.issue({ workspaceId, name, incarnation: null }, meta);
    return shownOnce(workspaceId, credentialId, token);
  }

  /** Whether the workspace has a live token. */
  hasAny(workspaceId: string): boolean {
    return this.credentials.ofWorkspace(workspaceId).length > 0;
  }

  /**
   * The new one is valid before the old one ends, so that nothing falls between them. The old one ends also when the
   * new one was issued by an earlier try that did not get any further.
   */
  async rotate(workspaceId: string, tokenId: string, who: Principal, meta: CommandMeta): Promise<NewTokenView> {
    this.requireThere(workspaceId, who);
    const { name, incarnation } = this.requireToken(workspaceId, tokenId, who);
    const endOld = (newId: string): Promise<void> =>
      this.issuer.revokeAs(
        tokenId,
        workspaceId,
        { code: 'token_rotated', details: { credentialId: newId } },
        stepOf(meta, 'old'),
      );
    try {
      const { credentialId, token } = await this.issuer.issue({ workspaceId, name, incarnation }, meta);
      await endOld(credentialId);
      return shownOnce(workspaceId, credentialId, token);
    } catch (error) {
      if (error instanceof GuildhallError && error.code === 'TOKEN_ALREADY_SHOWN')
        await endOld(String(error.details['tokenId']));
      throw error;
    }
  }

  async revoke(workspaceId: string, tokenId: string, who: Principal, meta: CommandMeta): Promise<RevokedToken> {
    this.requireToken(workspaceId, tokenId, who);
    await this.issuer.revokeAs(tokenId, workspaceId, { code: 'token_revoked' }, meta);
    return { status: 'revoked', id: tokenId };
  }

  private requireToken(workspaceId: string, tokenId: string, who: Principal): Credential {
    this.requireWorkspace(workspaceId, who);
    const credential = this.credentials.byCredentialId(tokenId);
    if (credential?.workspaceId !== workspaceId) throw new GuildhallError('TOKEN_NOT_FOUND');
    return credential;
  }

  private requireThere(id: string, who: Principal): void {
    this.requireWorkspace(id, who);
    if (this.graphs.workspace(who.org, id)?.removed !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id });
  }

  private requireWorkspace(id: string, who: Principal): void {
    if (this.graphs.workspace(who.org, id) === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id });
  }
}

const shownOnce = (workspaceId: string, id: string, token: string): NewTokenView => ({
  id,
  auth_token: token,
  workspace_id: workspaceId,
  message: 'Keep it now: it is shown only once.',
});
