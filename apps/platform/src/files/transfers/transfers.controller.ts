import { fileLimits, type UploadsView } from '@guildhall/contracts';
import { Controller, Get, Header, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import { IdPipe } from '../../http/id.pipe.js';
import { Meta, Who } from '../../http/request-context.js';
import { Allow } from '../../auth/allow.js';
import { AgentFilesService } from '../agent-files.service.js';
import { archiveOf } from './archive.js';
import { placeOf, rootNamed } from '../file-roots.js';
import { ArchiveQuery, DownloadQuery } from '../files.dto.js';
import { storeUploads } from './uploads.js';

/** Files of an agent as they are: in by upload, out one by one or as an archive. */
@Controller('workspaces/:id')
export class TransfersController {
  constructor(private readonly agents: AgentFilesService) {}

  @Post('chat/uploads')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: fileLimits.uploadRequest + 1_048_576 })
  @Allow('files.write')
  async upload(
    @Param('id', IdPipe) id: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
  ): Promise<UploadsView> {
    return { files: await storeUploads(request, this.agents.of(id, who, meta), meta) };
  }

  @Get('chat/download')
  @Header('content-type', 'application/octet-stream')
  @Allow('files.read')
  async download(
    @Param('id', IdPipe) id: string,
    @Query() query: DownloadQuery,
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { root, path } = placeOf(query.path);
    const content = await this.agents.of(id, who).read(root, path, fileLimits.download);
    void reply.header('content-disposition', attachment(path.split('/').at(-1) ?? 'file'));
    return new StreamableFile(content);
  }

  @Get('files-archive')
  @Header('content-type', 'application/zip')
  @Allow('files.read')
  async archive(
    @Param('id', IdPipe) id: string,
    @Query() { root, path = '' }: ArchiveQuery,
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const name = rootNamed(root);
    const zip = await archiveOf(this.agents.of(id, who), name, path);
    void reply.header('content-disposition', attachment(`${path.split('/').at(-1) || name}.zip`));
    return new StreamableFile(zip);
  }
}

/** RFC 6266: a name for old clients, and the whole one. */
const attachment = (name: string): string => {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
};
