import type { EventStore } from '@guildhall/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { fileURLToPath } from 'node:url';
import type { AgentEngine } from '../../backend-port/backend.js';
import { Backends } from '../../backend-port/backends.js';
import { firstPartyTemplates } from '../../config/first-party-templates.js';
import { PlatformConfig } from '../../config/platform.config.js';
import { PlatformAddress } from '../../http/server/platform-address.js';
import { dataLayout } from '../../stores/data-layout.js';
import { InjectEventStore } from '../../stores/injection.js';
import { DockerBackend } from '../docker/docker-backend.js';
import { limitsFrom } from '../docker/tier-limits.js';
import { ProcessBackend } from '../process/process-backend.js';
import { ContainerGateway } from './container-gateway.js';
import { WorkspaceFolders } from './workspace-folder.js';

/** Our own runtime, next to this program in the build. */
const runtimeEntry = fileURLToPath(new URL('../../../../runtime/main.js', import.meta.url));

/** The engines that the settings name, the one for new agents first; `auto` is settled when the platform begins. */
@Injectable()
export class ConfiguredBackends extends Backends {
  constructor(
    @Inject(PlatformConfig) private readonly config: PlatformConfig,
    address: PlatformAddress,
    gateway: ContainerGateway,
    @InjectEventStore() store: Pick<EventStore, 'logId'>,
  ) {
    super(enginesOf(config, address, gateway, store.logId));
  }

  /** With `auto`, containers are taken only where nothing has to be started or built for them first. */
  async settle(): Promise<void> {
    const containers = this.all.find((backend) => backend instanceof DockerBackend);
    if (this.config.backend === 'auto' && containers !== undefined && (await containers.hasImage()))
      this.prefer(containers);
  }
}

const enginesOf = (
  config: PlatformConfig,
  address: PlatformAddress,
  gateway: ContainerGateway,
  installationId: string,
): AgentEngine[] => {
  if (config.backend === 'off') return [];
  const folders = foldersOf(config);
  const processes = new ProcessBackend({
    directory: dataLayout(config.dataDir).agents,
    entry: runtimeEntry,
    platformUrl: () => address.url,
    folders,
  });
  if (config.backend === 'process') return [processes];
  const containers = new DockerBackend({
    image: config.agentImage,
    runtimeImages: config.imagesByRuntime(),
    installationId,
    limits: limitsFrom(process.env),
    allowedTiers: config.tiers(),
    folders,
    platformUrl: () => gateway.url,
  });
  return config.backend === 'docker' ? [containers, processes] : [processes, containers];
};

const foldersOf = ({ workspaceFolders, templatesDir, dataDir }: PlatformConfig): WorkspaceFolders =>
  new WorkspaceFolders({
    allowed: listOf(workspaceFolders),
    templates: templatesDir === undefined ? [firstPartyTemplates] : [firstPartyTemplates, templatesDir],
    dataDir,
  });

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
