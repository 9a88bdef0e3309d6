import { identityRoutes, type RevokedToken, type TokensView, type NewTokenView } from '@guildhall/contracts';
import { IssueTokenBody } from '@guildhall/contracts/identity/bodies';
import { Body, Controller, Param } from '@nestjs/common';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { Meta, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { WorkspaceTokens } from './workspace-tokens.js';

@Controller()
export class TokensController {
  constructor(private readonly tokens: WorkspaceTokens) {}

  @Route(identityRoutes.tokens)
  list(@Param('id', IdPipe) id: string, @Who() who: Principal): Promise<TokensView> {
    return this.tokens.list(id, who);
  }

  @Route(identityRoutes.issueToken)
  issue(
    @Param('id', IdPipe) id: string,
    @Body() body: IssueTokenBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<NewTokenView> {
    return this.tokens.issue(id, body.name ?? 'token', who, meta);
  }

  @Route(identityRoutes.rotateToken)
  rotate(
    @Param('id', IdPipe) id: string,
    @Param('tokenId', IdPipe) tokenId: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<NewTokenView> {
    return this.tokens.rotate(id, tokenId, who, meta);
  }

  @Route(identityRoutes.revokeToken)
  revoke(
    @Param('id', IdPipe) id: string,
    @Param('tokenId', IdPipe) tokenId: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<RevokedToken> {
    return this.tokens.revoke(id, tokenId, who, meta);
  }
}
