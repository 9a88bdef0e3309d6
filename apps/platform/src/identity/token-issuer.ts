import { GuildhallError, type Cause, type Instant, type TokenKind } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { CommandMeta } from '../commands/command-meta.js';
import { CommandRunner } from '../commands/command-runner.js';
import { derivedId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { credentialStream } from './credential.stream.js';
import { CredentialIndex } from './credential-index.js';
import { freshToken } from './tokens.js';

export interface TokenRequest {
  kind?: TokenKind;
  workspaceId: string | null;
  name: string;
  incarnation: number | null;
  expiresAt?: Instant;
}
export interface IssuedToken {
  credentialId: string;
  token: string;
}

/** Makes and ends credentials. The token itself leaves this class once and is kept nowhere. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly runner: CommandRunner,
    private readonly credentials: CredentialIndex,
  ) {}

  /**
   * Valid in this process when it resolves. A repeat with the same key is TOKEN_ALREADY_SHOWN: we do not have it.
   * WORKSPACE_REMOVED when the workspace went meanwhile: the token ended before anyone had it.
   */
  async issue(request: TokenRequest, meta: CommandMeta): Promise<IssuedToken> {
    const { token, digest, prefix } = freshToken();
    const credentialId = derivedId('credential', meta.commandId);
    const { kind = 'workspace', workspaceId, name, incarnation, expiresAt = null } = request;
    const command = {
      type: 'issue',
      credentialId,
      kind,
      workspaceId,
      incarnation,
      name,
      prefix,
      digest,
      expiresAt,
    } as const;
    const decided = await this.runner.runAndFold(credentialStream, credentialId, command, meta, { fresh: true });
    if (decided.repeated) throw new GuildhallError('TOKEN_ALREADY_SHOWN', { tokenId: credentialId });
    if (workspaceId !== null && this.credentials.byCredentialId(credentialId) === undefined)
      throw new GuildhallError('WORKSPACE_REMOVED', { id: workspaceId });
    return { credentialId, token };
  }

  async revoke(credentialId: string, workspaceId: string | null, cause: Cause, org: string): Promise<void> {
    const meta = systemMeta('identity', { org, key: ['revoke', credentialId], correlationId: credentialId });
    await this.revokeAs(credentialId, workspaceId, cause, meta);
  }

  async revokeAs(credentialId: string, workspaceId: string | null, cause: Cause, meta: CommandMeta): Promise<void> {
    const command = { type: 'revoke', credentialId, workspaceId, cause } as const;
    await this.runner.runAndFold(credentialStream, credentialId, command, meta);
  }

  /** Tokens that earlier starts of a workspace's agent were given. */
  ofEarlierStarts(workspaceId: string, except: string): string[] {
    return this.credentials
      .ofWorkspace(workspaceId)
      .filter(({ id, incarnation }) => incarnation !== null && id !== except)
      .map(({ id }) => id);
  }
}
