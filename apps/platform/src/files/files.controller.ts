import {
  fileRoutes,
  fileLimits,
  instantOf,
  type FileDeletedView,
  type FileEntryView,
  type FileSavedView,
  type FilesReplacedView,
  type FileView,
} from '@guildhall/contracts';
import { ReplaceFilesBody, WriteFileBody } from '@guildhall/contracts/files/bodies';
import { ListFilesQuery, RootQuery } from '@guildhall/contracts/files/queries';
import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf, Meta, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { AgentFilesService } from './agent-files.service.js';
import { conditionOf, contentOf, filesOf, viewOf } from './file-content.js';
import { rootNamed } from './file-roots.js';
import type { RecordedFiles } from './recorded-files.js';

/** Files of an agent as JSON. A workspace's token reaches its own. */
@Controller()
export class FilesController {
  constructor(private readonly agents: AgentFilesService) {}

  @Route(fileRoutes.list)
  async list(
    @Param('id', IdPipe) id: string,
    @Query() { root, path = '', depth = 1 }: ListFilesQuery,
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileEntryView[]> {
    const listing = await this.agents.of(id, who).list(rootNamed(root), path, depth, fileLimits.entries);
    if (listing.truncated) void reply.header('x-truncated', 'true');
    return listing.entries.map((entry) => ({
      path: entry.path,
      size: entry.size,
      dir: entry.kind === 'directory',
      kind: entry.kind,
      modified_at: instantOf(entry.modifiedMs),
    }));
  }

  @Route(fileRoutes.read)
  async read(
    @Param('id', IdPipe) id: string,
    @Param('*') path: string,
    @Query() { root }: RootQuery,
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileView> {
    const content = await this.agents.of(id, who).read(rootNamed(root), path, fileLimits.jsonFile);
    const view = viewOf(path, content);
    void reply.header('etag', `"${view.digest}"`);
    return view;
  }

  @Route(fileRoutes.write)
  async write(
    @Param('id', IdPipe) id: string,
    @Param('*') path: string,
    @Query() { root }: RootQuery,
    @Body() body: WriteFileBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileSavedView> {
    const condition = conditionOf(headerOf(request, 'if-match'), headerOf(request, 'if-none-match'));
    const files = this.agents.of(id, who, meta);
    const content = contentOf(path, body.content, body.encoding);
    const { size, digest } = await files.writeIf(rootNamed(root), path, content, condition);
    void reply.header('etag', `"${digest}"`);
    return { status: 'saved', path, size, digest, ...changeOf(files) };
  }

  @Route(fileRoutes.replace)
  async replace(
    @Param('id', IdPipe) id: string,
    @Query() { root }: RootQuery,
    @Body() body: ReplaceFilesBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<FilesReplacedView> {
    const files = this.agents.of(id, who, meta);
    const changes = await files.replace(rootNamed(root), filesOf(body.files));
    const source = this.agents.engineOf(id, who.org).name === 'docker' ? 'container' : 'process';
    return { status: 'replaced', workspace: id, files: changes.length, source, ...changeOf(files) };
  }

  @Route(fileRoutes.remove)
  async remove(
    @Param('id', IdPipe) id: string,
    @Param('*') path: string,
    @Query() { root }: RootQuery,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<FileDeletedView> {
    const files = this.agents.of(id, who, meta);
    await files.remove(rootNamed(root), path);
    return { status: 'deleted', path, ...changeOf(files) };
  }
}

const changeOf = ({ lastChange }: RecordedFiles): { position: string; event_ids: string[] } => ({
  position: lastChange?.position ?? '',
  event_ids: lastChange?.eventIds ?? [],
});
