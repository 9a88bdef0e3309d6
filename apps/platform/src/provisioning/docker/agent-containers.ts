import type {
  ContainerCreateOptions,
  ContainerInfo,
  ContainerInspectInfo,
  HostConfig,
  ImageInspectInfo,
} from 'dockerode';
import { setTimeout as delay } from 'node:timers/promises';
import { pack } from 'tar-stream';
import type { RunningAgent } from '../../backend-port/backend.js';
import { tokenFile } from './container-spec.js';
import type { Engine } from './engine/engine.js';
import { label, type Installation } from './installation.js';

const stopSeconds = 5;
const stopLimitMs = 20_000;
const removedWithinMs = 10_000;
const lookAgainMs = 50;
/** It is asked while the platform starts. */
const imageLimitMs = 2_000;
const notThere = [404];

/** The containers of one installation, by workspace. */
export class AgentContainers {
  constructor(
    private readonly engine: Engine,
    private readonly at: Installation,
  ) {}

  /** Running or ended; null: there is none. */
  inspect(nameOrId: string): Promise<ContainerInspectInfo | null> {
    return this.engine.call((docker, abortSignal) => docker.getContainer(nameOrId).inspect({ abortSignal }), {
      tolerate: notThere,
    });
  }

  ofWorkspace(workspaceId: string): Promise<ContainerInspectInfo | null> {
    return this.inspect(this.at.agent(workspaceId));
  }

  image(name: string): Promise<ImageInspectInfo | null> {
    const limits = { limitMs: imageLimitMs, tolerate: notThere };
    return this.engine.call((docker) => docker.getImage(name).inspect(), limits);
  }

  async running(): Promise<ContainerInfo[]> {
    const filters = { ...this.at.filter({ [label.role]: 'agent' }), status: ['running'] };
    return this.engine.call((docker) => docker.listContainers({ filters }));
  }

  /** Null: another container has the name. */
  async create(options: ContainerCreateOptions): Promise<string | null> {
    const made = await this.engine.call((docker) => docker.createContainer(options), { tolerate: [409] });
    return made?.id ?? null;
  }

  /** Puts the token where only the agent reads it. False: the container is gone. */
  async giveToken(containerId: string, token: string): Promise<boolean> {
    const archive = pack();
    archive.entry({ name: tokenFile.name, mode: 0o600, uid: 1_000, gid: 1_000 }, token);
    archive.finalize();
    const parts: Buffer[] = [];
    for await (const part of archive as AsyncIterable<Buffer>) parts.push(part);
    const put = await this.engine.call(
      async (docker) => {
        await docker.getContainer(containerId).putArchive(Buffer.concat(parts), { path: tokenFile.folder });
        return true;
      },
      { tolerate: notThere },
    );
    return put === true;
  }

  /** False: the container is gone. */
  async start(containerId: string): Promise<boolean> {
    const started = await this.engine.call(
      async (docker) => {
        await docker.getContainer(containerId).start();
        return true;
      },
      { tolerate: [304, 404] },
    );
    return started === true;
  }

  /** Asked first, killed after five seconds; the container stays. */
  async stop(nameOrId: string): Promise<void> {
    await this.engine.call((docker) => docker.getContainer(nameOrId).stop({ t: stopSeconds }), {
      limitMs: stopLimitMs,
      tolerate: [304, 404],
    });
  }

  /** Resolves when it is not there any more. */
  async remove(nameOrId: string): Promise<void> {
    // 409: it is being removed already.
    await this.engine.call((docker) => docker.getContainer(nameOrId).remove({ force: true, v: true }), {
      limitMs: stopLimitMs,
      tolerate: [404, 409],
    });
    const deadline = performance.now() + removedWithinMs;
    while ((await this.inspect(nameOrId)) !== null && performance.now() < deadline) await delay(lookAgainMs);
  }

  async removeVolume(name: string): Promise<void> {
    await this.engine.call((docker) => docker.getVolume(name).remove(), { tolerate: notThere });
  }

  /** Workspaces of all containers, also those that ended, and of all volumes. */
  async keptWorkspaces(): Promise<string[]> {
    const filters = this.at.filter();
    const containers = await this.engine.call((docker) => docker.listContainers({ all: true, filters }));
    const volumes = await this.engine.call((docker) =>
      docker.listVolumes({ filters: JSON.stringify(filters) } as object),
    );
    const labels = [...containers, ...(volumes.Volumes ?? [])].map(({ Labels }) => Labels?.[label.workspace]);
    return [...new Set(labels.filter((id) => id !== undefined))];
  }

  async volumesOf(workspaceId: string): Promise<string[]> {
    const filters = JSON.stringify(this.at.filter({ [label.workspace]: workspaceId }));
    const found = await this.engine.call((docker) => docker.listVolumes({ filters } as object));
    return (found.Volumes ?? []).map(({ Name }) => Name);
  }
}

export const incarnationOf = (labels: Record<string, string>): number => Number(labels[label.incarnation] ?? -1);

export const runningAgent = (
  containerId: string,
  image: string,
  labels: Record<string, string>,
  adopted: boolean,
): RunningAgent => ({
  workspaceId: labels[label.workspace] ?? '',
  incarnation: incarnationOf(labels),
  handle: { kind: 'container', containerId, image },
  adopted,
});

/** Mounts as they were asked for, so that another container gets the same. */
export const mountsOf = ({ HostConfig: host }: ContainerInspectInfo): NonNullable<HostConfig['Mounts']> =>
  host.Mounts ?? [];
