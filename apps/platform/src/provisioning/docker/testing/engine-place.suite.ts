import { describe } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import Dockerode from 'dockerode';
import { HospitablePlatform, SomeFolders, type Place } from '../../../backend-port/agent-place.suite.js';
import { DockerBackend, type DockerBackendOptions } from '../docker-backend.js';
import { runInContainer } from '../engine/container-exec.js';
import { Engine, sentenceOf } from '../engine/engine.js';
import { PrivateNetwork } from '../engine/private-network.js';
import { Installation } from '../installation.js';
import { defaultLimits } from '../tier-limits.js';

export const image = process.env['GUILDHALL_AGENT_IMAGE'] ?? 'guildhall/agent:latest';

const reason = await new Engine().docker
  .getImage(image)
  .inspect()
  .then(() => null, sentenceOf);
if (reason !== null) process.stderr.write(`Skipped, no engine with ${image}: ${reason}\n`);

/** Only where an engine answers and has the image of the agents. */
export const describeWithEngine = reason === null ? describe : describe.skip;

/** A place of its own at the real engine, with its own platform at the gateway; nothing of it is left by `clear`. */
export class EnginePlace implements Place {
  readonly docker = new Dockerode();
  readonly at: Installation;
  readonly folders = new SomeFolders();

  private constructor(
    readonly installationId: string,
    readonly platform: HospitablePlatform,
  ) {
    this.at = new Installation(installationId);
  }

  static async prepare(): Promise<EnginePlace> {
    const installationId = `test-${randomUUID()}`;
    const gateway = await new PrivateNetwork(new Engine(), new Installation(installationId)).gateway();
    return new EnginePlace(installationId, await HospitablePlatform.at(gateway));
  }

  open = (more: Partial<DockerBackendOptions> = {}): DockerBackend =>
    new DockerBackend({
      image,
      runtimeImages: new Map(),
      installationId: this.installationId,
      limits: defaultLimits,
      allowedTiers: [1, 2],
      folders: this.folders.givable,
      platformUrl: () => this.platform.url,
      ...more,
    });

  kill: Place['kill'] = async (handle) => {
    if (handle.kind === 'container') await this.docker.getContainer(handle.containerId).kill();
  };

  run: Place['run'] = async (workspaceId, script) => {
    const end = await runInContainer(new Engine(), this.at.agent(workspaceId), ['sh', '-c', script], Buffer.alloc(0));
    if (end?.exitCode !== 0) throw new Error(end?.stderr ?? 'the container does not run');
  };

  clear = async (): Promise<void> => {
    const filters = this.at.filter();
    for (const { Id } of await this.docker.listContainers({ all: true, filters }))
      await this.docker.getContainer(Id).remove({ force: true, v: true });
    const { Volumes } = await this.docker.listVolumes({ filters: JSON.stringify(filters) } as object);
    for (const { Name } of Volumes ?? []) await this.docker.getVolume(Name).remove();
    await this.docker.getNetwork(this.at.network).remove();
    this.folders.remove();
  };
}
