import {
  CreateWorkspaceBody,
  PatchWorkspaceBody,
  RestoreWorkspaceBody,
  UndoBody,
  type WorkspaceView,
} from '@guildhall/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { demandedVersion } from '../http/etag.js';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf, Meta, MinPosition, Who } from '../http/request-context.js';
import { Allow } from '../auth/allow.js';
import { CreateWorkspace, type CreatedWorkspace } from './create-workspace.command.js';
import { PatchWorkspace, type PatchedWorkspace } from './patch-workspace.command.js';
import { RemoveWorkspace, type RemovedWorkspace } from './remove-workspace.command.js';
import { StreamCommand } from '../commands/stream-command.js';
import type { RecordedChange } from '../commands/recorded-change.js';
import { TreeStream } from './streams/tree.stream.js';
import { UndoChange, type UndoneChange } from './undo-change.command.js';
import { DetailQuery, ListQuery, RemoveQuery } from './workspaces.dto.js';
import { WorkspaceQuery, WorkspacesQuery } from './workspaces.query.js';

@Controller('workspaces')
export class WorkspacesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly tree: TreeStream,
  ) {}

  @Get()
  @Allow('organisation.read')
  list(
    @Query() query: ListQuery,
    @Who() who: Principal,
    @MinPosition() minPosition: string | null,
  ): Promise<WorkspaceView[]> {
    return this.queries.execute(new WorkspacesQuery(query.removed, who, minPosition));
  }

  @Post()
  @Allow('workspaces.write')
  create(
    @Body() body: CreateWorkspaceBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<CreatedWorkspace> {
    return this.commands.execute(new CreateWorkspace(body, who, meta));
  }

  @Get(':id')
  @Allow('workspaces.read')
  async detail(
    @Param('id', IdPipe) id: string,
    @Query() query: DetailQuery,
    @Who() who: Principal,
    @MinPosition() min: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkspaceView> {
    const view = await this.queries.execute(new WorkspaceQuery(id, who, { position: query.position ?? null, min }));
    if (view.version !== null) void reply.header('etag', `"${view.version}"`);
    return view;
  }

  @Patch(':id')
  @Allow('workspaces.write')
  patch(
    @Param('id', IdPipe) id: string,
    @Body() body: PatchWorkspaceBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
  ): Promise<PatchedWorkspace> {
    return this.commands.execute(
      new PatchWorkspace(id, body, demandedVersion(headerOf(request, 'if-match')), who, meta),
    );
  }

  @Delete(':id')
  @Allow('workspaces.write')
  remove(
    @Param('id', IdPipe) id: string,
    @Query() query: RemoveQuery,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
  ): Promise<RemovedWorkspace> {
    return this.commands.execute(
      new RemoveWorkspace(id, query, demandedVersion(headerOf(request, 'if-match')), who, meta),
    );
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Allow('workspaces.write')
  restore(
    @Param('id', IdPipe) id: string,
    @Body() body: RestoreWorkspaceBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<{ status: 'restored'; id: string } & RecordedChange> {
    const parent = body.parent_id === undefined ? {} : { parentId: body.parent_id?.toLowerCase() ?? null };
    const command = { type: 'restore', workspaceId: id, ...parent } as const;
    return this.commands.execute(new StreamCommand(this.tree, who.org, command, meta, { status: 'restored', id }));
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Allow('workspaces.write')
  undo(
    @Param('id', IdPipe) id: string,
    @Body() body: UndoBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<UndoneChange> {
    return this.commands.execute(new UndoChange(id, body.event_id.toLowerCase(), who, meta));
  }
}
