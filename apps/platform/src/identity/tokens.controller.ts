import { IssueTokenBody, type TokenView } from '@guildhall/contracts';
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { Meta, Who } from '../http/request-context.js';
import { Allow } from '../auth/allow.js';
import { WorkspaceTokens, type NewTokenView } from './workspace-tokens.js';

@Controller('workspaces/:id/tokens')
export class TokensController {
  constructor(private readonly tokens: WorkspaceTokens) {}

  @Get()
  @Allow('tokens.manage')
  list(@Param('id', IdPipe) id: string, @Who() who: Principal): Promise<{ tokens: TokenView[]; count: number }> {
    return this.tokens.list(id, who);
  }

  @Post()
  @Allow('tokens.manage')
  issue(
    @Param('id', IdPipe) id: string,
    @Body() body: IssueTokenBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<NewTokenView> {
    return this.tokens.issue(id, body.name ?? 'token', who, meta);
  }

  @Post(':tokenId/rotate')
  @Allow('tokens.manage')
  rotate(
    @Param('id', IdPipe) id: string,
    @Param('tokenId', IdPipe) tokenId: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<NewTokenView> {
    return this.tokens.rotate(id, tokenId, who, meta);
  }

  @Delete(':tokenId')
  @Allow('tokens.manage')
  revoke(
    @Param('id', IdPipe) id: string,
    @Param('tokenId', IdPipe) tokenId: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<object> {
    return this.tokens.revoke(id, tokenId, who, meta);
  }
}
