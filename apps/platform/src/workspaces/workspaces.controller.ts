import {
  workspaceRoutes,
  type WorkspaceDetailView,
  type WorkspaceView,
  type CreatedWorkspace,
  type PatchedWorkspace,
  type RemovedWorkspace,
  type UndoneChange,
  type CommandAnswer,
} from '@guildhall/contracts';
import {
  CreateWorkspaceBody,
  PatchWorkspaceBody,
  RestoreWorkspaceBody,
  UndoBody,
} from '@guildhall/contracts/workspaces/bodies';
import { DetailQuery, ListQuery, RemoveQuery } from '@guildhall/contracts/workspaces/queries';
import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { demandedVersion } from '../http/etag.js';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf, Meta, MinPosition, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { CreateWorkspace } from './create-workspace.command.js';
import { PatchWorkspace } from './patch-workspace.command.js';
import { RemoveWorkspace } from './remove-workspace.command.js';
import { ReportedWork } from '../registry/index.js';
import { StreamCommand } from '../commands/stream-command.js';
import { TreeStream } from './streams/tree.stream.js';
import { UndoChange } from './undo-change.command.js';
import { WorkspaceQuery, WorkspacesQuery } from './workspaces.query.js';

@Controller()
export class WorkspacesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly tree: TreeStream,
    private readonly work: ReportedWork,
  ) {}

  @Route(workspaceRoutes.list)
  list(
    @Query() query: ListQuery,
    @Who() who: Principal,
    @MinPosition() minPosition: string | null,
  ): Promise<WorkspaceView[]> {
    return this.queries.execute(new WorkspacesQuery(query.removed, who, minPosition));
  }

  @Route(workspaceRoutes.create)
  create(
    @Body() body: CreateWorkspaceBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<CreatedWorkspace> {
    return this.commands.execute(new CreateWorkspace(body, who, meta));
  }

  @Route(workspaceRoutes.get)
  async detail(
    @Param('id', IdPipe) id: string,
    @Query() query: DetailQuery,
    @Who() who: Principal,
    @MinPosition() min: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkspaceDetailView> {
    const position = query.position ?? null;
    const asked = this.queries.execute(new WorkspaceQuery(id, who, { position, min }));
    const [view, reported] = await Promise.all([asked, position === null ? this.work.of(id) : null]);
    if (view.version !== null) void reply.header('etag', `"${view.version}"`);
    return { ...view, reported };
  }

  @Route(workspaceRoutes.patch)
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

  @Route(workspaceRoutes.remove)
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

  @Route(workspaceRoutes.restore)
  restore(
    @Param('id', IdPipe) id: string,
    @Body() body: RestoreWorkspaceBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<{ status: 'restored'; id: string } & CommandAnswer> {
    const parent = body.parent_id === undefined ? {} : { parentId: body.parent_id?.toLowerCase() ?? null };
    const command = { type: 'restore', workspaceId: id, ...parent } as const;
    return this.commands.execute(new StreamCommand(this.tree, who.org, command, meta, { status: 'restored', id }));
  }

  @Route(workspaceRoutes.undo)
  undo(
    @Param('id', IdPipe) id: string,
    @Body() body: UndoBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<UndoneChange> {
    return this.commands.execute(new UndoChange(id, body.event_id.toLowerCase(), who, meta));
  }
}
