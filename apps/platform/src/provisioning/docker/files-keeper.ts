import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import type { AgentContainers } from './agent-containers.js';
import { mountsOf } from './agent-containers.js';
import { runInContainer, type ProgramEnd } from './engine/container-exec.js';
import { agentProgram, agentUser, confinement, volumeMount } from './container-spec.js';
import { imageMissing, isImageMissing, type Engine } from './engine/engine.js';
import { label, type Installation } from './installation.js';

const tries = 3;
const limits = { memoryMiB: 256, cpuShares: 1_024, processes: 64 };
const killed = 137;

/** Ends itself when nothing else ran beside it for ten seconds: then no one has to remember it. */
const idle = `
const { readdirSync } = require('node:fs');
let quiet = 0;
setInterval(() => {
  const others = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && name !== '1' && name !== String(process.pid));
  quiet = others.length === 0 ? quiet + 1 : 0;
  if (quiet >= 10) process.exit(0);
}, 1_000);
`;

/**
 * Runs the agent program where an agent's files are: in its container, or while that does not run, or does not have the
 * program, in another one with the same mounts, without network.
 */
export class FilesKeeper {
  private readonly making = new Map<string, Promise<void>>();

  constructor(
    private readonly engine: Engine,
    private readonly at: Installation,
    private readonly containers: AgentContainers,
    private readonly image: string,
  ) {}

  /** Throws BackendFailure: ENGINE_UNREACHABLE, IMAGE_MISSING. */
  async run(workspaceId: string, args: readonly string[], input: Buffer): Promise<ProgramEnd> {
    const command = ['node', agentProgram, ...args];
    for (let attempt = 1; ; attempt += 1) {
      const end =
        (await this.inAgent(workspaceId, command, input)) ??
        (await runInContainer(this.engine, this.at.filesKeeper(workspaceId), command, input));
      // A container that ended meanwhile took the program with it.
      if (end !== null && (end.exitCode !== killed || attempt === tries)) return end;
      if (attempt > tries) throw new Error(`the files of ${workspaceId} could not be reached`);
      if (end === null) await this.ensure(workspaceId);
    }
  }

  private async inAgent(workspaceId: string, command: string[], input: Buffer): Promise<ProgramEnd | null> {
    const agent = await this.containers.ofWorkspace(workspaceId);
    if (agent === null || label.runtime in agent.Config.Labels) return null;
    return runInContainer(this.engine, agent.Id, command, input);
  }

  /** Also one that is being made now: what comes after it has the mounts that are right by then. */
  async remove(workspaceId: string): Promise<void> {
    await this.making.get(workspaceId)?.catch(() => undefined);
    await this.containers.remove(this.at.filesKeeper(workspaceId));
  }

  private ensure(workspaceId: string): Promise<void> {
    const present = this.making.get(workspaceId);
    if (present !== undefined) return present;
    const making = this.make(workspaceId).finally(() => this.making.delete(workspaceId));
    this.making.set(workspaceId, making);
    return making;
  }

  private async make(workspaceId: string): Promise<void> {
    const name = this.at.filesKeeper(workspaceId);
    const present = await this.containers.inspect(name);
    if (present !== null && !present.State.Running) await this.containers.remove(name);
    const id = await this.created(workspaceId, name);
    if (id !== null) await this.containers.start(id);
  }

  private async created(workspaceId: string, name: string): Promise<string | null> {
    try {
      return await this.containers.create(this.spec(name, workspaceId, await this.mounts(workspaceId)));
    } catch (error) {
      throw isImageMissing(error) ? imageMissing(this.image, error) : error;
    }
  }

  /** Those of the last start; before the first one its volumes. */
  private async mounts(workspaceId: string): Promise<NonNullable<HostConfig['Mounts']>> {
    const last = await this.containers.ofWorkspace(workspaceId);
    if (last !== null) return mountsOf(last);
    return (['configs', 'workspace', 'home', 'plugins'] as const).map((role) =>
      volumeMount(this.at, workspaceId, role),
    );
  }

  private spec(name: string, workspaceId: string, mounts: NonNullable<HostConfig['Mounts']>): ContainerCreateOptions {
    return {
      name,
      Image: this.image,
      User: agentUser,
      WorkingDir: '/',
      Entrypoint: ['node', '-e', idle],
      Cmd: [],
      Labels: this.at.labels({ [label.role]: 'files', [label.workspace]: workspaceId }),
      StopTimeout: 1,
      HostConfig: {
        ...confinement(limits),
        AutoRemove: true,
        NetworkMode: 'none',
        ReadonlyRootfs: true,
        Mounts: mounts,
      },
    };
  }
}
