import type { Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { PlatformConfig } from '../../config/platform.config.js';
import { AgentListener } from '../../http/server/agent-listener.js';
import { PlatformAddress } from '../../http/server/platform-address.js';
import { dataLayout } from '../../stores/data-layout.js';
import type { Stores } from '../../stores/stores.js';
import { firstPartyTemplates } from '../../templates/template-folders.js';
import { Backends } from '../../backend-port/backends.js';
import { ContainerGateway } from './container-gateway.js';
import { DockerBackend } from '../docker/docker-backend.js';
import { limitsFrom } from '../docker/tier-limits.js';
import { ProcessBackend } from '../process/process-backend.js';
import { WorkspaceFolders } from './workspace-folder.js';

const runtimeEntry = fileURLToPath(new URL('../../../../runtime/main.js', import.meta.url));
const templatesOf = ({ templatesDir }: PlatformConfig): string[] =>
  templatesDir === undefined ? [firstPartyTemplates] : [firstPartyTemplates, templatesDir];

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const foldersOf = (config: PlatformConfig): WorkspaceFolders =>
  new WorkspaceFolders({
    allowed: listOf(config.workspaceFolders),
    templates: templatesOf(config),
    dataDir: config.dataDir,
  });

const dockerBackend = (config: PlatformConfig, installationId: string, door: ContainerGateway): DockerBackend =>
  new DockerBackend({
    image: config.agentImage,
    runtimeImages: config.imagesByRuntime(),
    installationId,
    limits: limitsFrom(process.env),
    allowedTiers: config.tiers(),
    folders: foldersOf(config),
    platformUrl: () => door.url,
  });

/** The engines that the settings name, the one for new agents first; `auto` is settled when the platform begins. */
export const backendProviders = (config: PlatformConfig, stores: Stores, log: Logger): Provider[] => [
  {
    provide: ContainerGateway,
    inject: [HttpAdapterHost, PlatformAddress],
    useFactory: (http: HttpAdapterHost, address: PlatformAddress) => {
      const open = (host: string, at: number): Promise<AgentListener> =>
        AgentListener.open(http.httpAdapter.getInstance<FastifyInstance>(), host, at);
      return new ContainerGateway(config.host, () => address.port, open, log);
    },
  },
  {
    provide: Backends,
    inject: [PlatformAddress, ContainerGateway],
    useFactory: (address: PlatformAddress, door: ContainerGateway) => {
      if (config.backend === 'off') return new Backends([]);
      const directory = dataLayout(config.dataDir).agents;
      const folders = foldersOf(config);
      const processes = new ProcessBackend({ directory, entry: runtimeEntry, platformUrl: () => address.url, folders });
      if (config.backend === 'process') return new Backends([processes]);
      const containers = dockerBackend(config, stores.events.logId, door);
      return new Backends(config.backend === 'docker' ? [containers, processes] : [processes, containers]);
    },
  },
];

/** With `auto`, containers are taken only where nothing has to be started or built for them first. */
export const settleBackend = async (config: PlatformConfig, backends: Backends): Promise<void> => {
  const containers = backends.all.find((backend) => backend instanceof DockerBackend);
  if (config.backend === 'auto' && containers !== undefined && (await containers.hasImage()))
    backends.prefer(containers);
};
