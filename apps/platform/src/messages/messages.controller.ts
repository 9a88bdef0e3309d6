import { GuildhallError, SendMessageBody, type ChatMessageView, type Page } from '@guildhall/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { PageQuery } from '../http/page.query.js';
import { headerOf, Meta, MinPosition, Who } from '../http/request-context.js';
import { Allow } from '../auth/allow.js';
import { A2aEndpoint } from './a2a-endpoint.js';
import { textMessage } from './a2a-message.js';
import { CancelMessage } from './cancel-message.command.js';
import { ChatQuery } from './chat.query.js';
import { SendMessage, type StoredMessage } from './send-message.command.js';

@Controller('workspaces/:id')
export class MessagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly a2a: A2aEndpoint,
  ) {}

  @Post('a2a')
  @Allow('messages.send')
  async send(
    @Param('id', IdPipe) id: string,
    @Body() body: unknown,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    requireCaller(request, who);
    const timeout = Number(headerOf(request, 'x-timeout') ?? Number.NaN);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const answer = await this.a2a.send(id, body, Number.isFinite(timeout) ? timeout : null, who, meta, gone.signal);
    void reply.status(answer.status);
    return answer.body;
  }

  @Post('messages')
  @HttpCode(202)
  @Allow('messages.send')
  store(
    @Param('id', IdPipe) id: string,
    @Body() body: SendMessageBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<StoredMessage> {
    const given = { message: textMessage(body.text), messageId: null, contextId: body.context_id ?? null };
    return this.commands.execute(new SendMessage(id, given, who, meta));
  }

  @Get('messages')
  @Allow('messages.read')
  list(
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
    @Who() who: Principal,
    @MinPosition() minPosition: string | null,
  ): Promise<Page<ChatMessageView>> {
    requireOwn(who, id);
    return this.queries.execute(new ChatQuery(id, { limit: page.limit, after: page.after ?? null }, who, minPosition));
  }

  @Get('messages/:messageId')
  @Allow('messages.read')
  async one(
    @Param('id', IdPipe) id: string,
    @Param('messageId', IdPipe) messageId: string,
    @Who() who: Principal,
    @MinPosition() minPosition: string | null,
  ): Promise<ChatMessageView> {
    const { items } = await this.queries.execute(
      new ChatQuery(id, { limit: 1, after: null, messageId }, who, minPosition),
    );
    const [message] = items;
    const isMine = who.kind !== 'workspace' || who.workspaceId === id || message?.from.id === who.workspaceId;
    if (message === undefined || !isMine) throw new GuildhallError('MESSAGE_NOT_FOUND', { id: messageId });
    return message;
  }

  @Post('messages/:messageId/cancel')
  @HttpCode(200)
  @Allow('messages.send')
  cancel(
    @Param('id', IdPipe) id: string,
    @Param('messageId', IdPipe) messageId: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<object> {
    return this.commands.execute(new CancelMessage(id, messageId, who, meta));
  }
}

/** A token speaks for its own workspace, whatever the header says. */
const requireCaller = (request: FastifyRequest, who: Principal): void => {
  const named = headerOf(request, 'x-workspace-id')?.toLowerCase();
  if (named !== undefined && who.kind === 'workspace' && named !== who.workspaceId)
    throw new GuildhallError('FOREIGN_WORKSPACE');
};

const requireOwn = (who: Principal, id: string): void => {
  if (who.kind === 'workspace' && who.workspaceId !== id) throw new GuildhallError('FOREIGN_WORKSPACE');
};
