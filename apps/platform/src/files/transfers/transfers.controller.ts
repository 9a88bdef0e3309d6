import { fileRoutes, fileLimits, type UploadsView } from '@guildhall/contracts';
import { ArchiveQuery, DownloadQuery } from '@guildhall/contracts/files/queries';
import { Controller, Header, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import { IdPipe } from '../../http/id.pipe.js';
import { Meta, Who } from '../../http/request-context.js';
import { Route } from '../../http/route.js';
import { AgentFilesService } from '../agent-files.service.js';
import { archiveOf } from './archive.js';
import { placeOf, rootNamed } from '../file-roots.js';
import { storeUploads } from './uploads.js';

/** Files of an agent as they are: in by upload, out one by one or as an archive. */
@Controller()
export class TransfersController {
  constructor(private readonly agents: AgentFilesService) {}

  @Route(fileRoutes.upload)
  async upload(
    @Param('id', IdPipe) id: string,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
  ): Promise<UploadsView> {
    return { files: await storeUploads(request, this.agents.of(id, who, meta), meta) };
  }

  @Header('content-type', 'application/octet-stream')
  @Route(fileRoutes.download)
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

  @Header('content-type', 'application/zip')
  @Route(fileRoutes.archive)
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
