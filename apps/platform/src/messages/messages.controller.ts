import {
  messageRoutes,
  GuildhallError,
  type A2aResponse,
  type CancelledMessage,
  type ChatMessageView,
  type QueuedA2aMessage,
  type Page,
  type StoredMessage,
} from '@guildhall/contracts';
import { SendMessageBody } from '@guildhall/contracts/messages/bodies';
import { PageQuery } from '@guildhall/contracts/paging';
import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf, Meta, MinPosition, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { A2aEndpoint } from './a2a-endpoint.js';
import { textMessage } from './a2a-message.js';
import { CancelMessage } from './cancel-message.command.js';
import { ChatQuery } from './chat.query.js';
import { SendMessage } from './send-message.command.js';

@Controller()
export class MessagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly a2a: A2aEndpoint,
  ) {}

  @Route(messageRoutes.a2a)
  async send(
    @Param('id', IdPipe) id: string,
    @Body() body: unknown,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<A2aResponse | QueuedA2aMessage> {
    requireCaller(request, who);
    const timeout = Number(headerOf(request, 'x-timeout') ?? Number.NaN);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const answer = await this.a2a.send(id, body, Number.isFinite(timeout) ? timeout : null, who, meta, gone.signal);
    void reply.status(answer.status);
    return answer.body;
  }

  @Route(messageRoutes.send)
  store(
    @Param('id', IdPipe) id: string,
    @Body() body: SendMessageBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<StoredMessage> {
    const given = { message: textMessage(body.text), messageId: null, contextId: body.context_id ?? null };
    return this.commands.execute(new SendMessage(id, given, who, meta));
  }

  @Route(messageRoutes.list)
  list(
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
    @Who() who: Principal,
    @MinPosition() minPosition: string | null,
  ): Promise<Page<ChatMessageView>> {
    requireOwn(who, id);
    return this.queries.execute(new ChatQuery(id, { limit: page.limit, after: page.after ?? null }, who, minPosition));
  }

  @Route(messageRoutes.get)
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

  @Route(messageRoutes.cancel)
  cancel(
    @Param('id', IdPipe) id: string,
    @Param('messageId', IdPipe) messageId: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<CancelledMessage> {
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
