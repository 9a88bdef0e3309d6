import { GuildhallError, type TerminalSize } from '@guildhall/contracts';
import { commandRuntime } from '@guildhall/domain';
import { RemoteFiles, type AgentFiles } from '@guildhall/agent-files';
import type { ContainerInspectInfo, DockerOptions } from 'dockerode';
import {
  BackendFailure,
  type AgentAccess,
  type AgentBackend,
  type AgentStart,
  type BackendExit,
  type OutputPiece,
  type RunningAgent,
  type TerminalSession,
} from '../../backend-port/backend.js';
import type { WorkspaceFolders } from '../launch/workspace-folder.js';
import { AgentContainers, incarnationOf, runningAgent } from './agent-containers.js';
import type { ProgramEnd } from './engine/container-exec.js';
import { emptyPiece, pieceOf, unframedOutput } from './engine/container-output.js';
import { agentContainer, agentPort, type AgentSpec } from './container-spec.js';
import { openContainerTerminal } from './engine/container-terminal.js';
import { EngineEvents } from './engine/engine-events.js';
import { Engine, failure, imageMissing, isImageMissing, sentenceOf, statusOf, unreachable } from './engine/engine.js';
import { ExitEvents } from './exit-events.js';
import { FilesKeeper } from './files-keeper.js';
import { Installation } from './installation.js';
import { PrivateNetwork } from './engine/private-network.js';
import { tierOf, type TierLimits } from './tier-limits.js';
import { Semaphore } from '../../concurrency/semaphore.js';

export interface DockerBackendOptions {
  /** Where the engine is; default: what DOCKER_HOST says, else the engine's socket on this machine. */
  engine?: DockerOptions;
  /** Image of agents whose program is a command, which the engine must have; their files are reached with it, too. */
  image: string;
  /** Images that bring their own program, by runtime. */
  runtimeImages: ReadonlyMap<string, string>;
  /** Tells what runs at the engine from that of another Guildhall. */
  installationId: string;
  limits: TierLimits;
  /** Tiers that agents may have; 3 and 4 only when the operator says so. */
  allowedTiers: readonly number[];
  folders: WorkspaceFolders;
  /** Address of this platform as containers reach it. */
  platformUrl: () => string;
}

const checkLimitMs = 2_000;
const startTries = 5;
/** An engine that makes many containers at once needs longer for all of them than one after the other. */
const startsAtOnce = 3;

/** Agents in containers of an engine: one container for each workspace, kept after its end until the next start. */
export class DockerBackend implements AgentBackend, AgentAccess {
  readonly name = 'docker';
  readonly runtimes: readonly string[];

  private readonly engine: Engine;
  private readonly at: Installation;
  private readonly containers: AgentContainers;
  private readonly network: PrivateNetwork;
  private readonly keeper: FilesKeeper;
  private readonly exits: ExitEvents;
  private readonly events: EngineEvents;
  private readonly turns = new Semaphore(startsAtOnce);
  private readonly listeners: ((exit: BackendExit) => void)[] = [];

  constructor(private readonly options: DockerBackendOptions) {
    this.runtimes = [commandRuntime, ...options.runtimeImages.keys()];
    this.engine = new Engine(options.engine);
    this.at = new Installation(options.installationId);
    this.containers = new AgentContainers(this.engine, this.at);
    this.network = new PrivateNetwork(this.engine, this.at);
    this.keeper = new FilesKeeper(this.engine, this.at, this.containers, options.image);
    this.exits = new ExitEvents(this.containers, (exit) => {
      for (const listener of this.listeners) listener(exit);
    });
    this.events = new EngineEvents(
      this.engine,
      this.at,
      (event) => void this.exits.onRecorded(event),
      () => void this.compare(),
    );
  }

  onExit(listener: (exit: BackendExit) => void): void {
    this.listeners.push(listener);
    this.events.open();
  }

  async check(): Promise<string | null> {
    try {
      await this.engine.ping(checkLimitMs);
      return null;
    } catch (error) {
      return error instanceof BackendFailure ? error.message : sentenceOf(error);
    }
  }

  /** Whether the engine has the image of the agents; false also when it does not answer. */
  async hasImage(): Promise<boolean> {
    try {
      return (await this.containers.image(this.options.image)) !== null;
    } catch (error) {
      if (error instanceof BackendFailure) return false;
      throw error;
    }
  }

  async start(start: AgentStart): Promise<RunningAgent> {
    const image = this.options.runtimeImages.get(start.runtime) ?? this.options.image;
    try {
      const spec = await this.specOf(start, image);
      for (let attempt = 0; attempt < startTries; attempt += 1) {
        const running = (await this.adopted(start)) ?? (await this.turns.take(() => this.started(spec)));
        if (running !== null) return running;
      }
      throw new Error('other containers came in between again and again');
    } catch (error) {
      throw await this.startFailure(error, image);
    }
  }

  kept(): Promise<string[]> {
    return this.containers.keptWorkspaces();
  }

  async running(): Promise<RunningAgent[]> {
    const known = this.exits.known();
    const found = await this.containers.running();
    await this.exits.compare(known, new Set(found.map(({ Id }) => Id)));
    return found.map(({ Id, Image, Labels }) => this.noted(runningAgent(Id, Image, Labels, true)));
  }

  /** The container stays, for its output; its name and volumes too. */
  async stop(workspaceId: string): Promise<void> {
    await this.containers.stop(this.at.agent(workspaceId));
  }

  async purge(workspaceId: string): Promise<void> {
    await this.stop(workspaceId);
    await this.containers.remove(this.at.agent(workspaceId));
    await this.keeper.remove(workspaceId);
    for (const volume of await this.containers.volumesOf(workspaceId)) await this.containers.removeVolume(volume);
  }

  async addressOf(workspaceId: string): Promise<string | null> {
    const present = await this.containers.ofWorkspace(workspaceId);
    const published = present?.NetworkSettings.Ports[`${agentPort}/tcp`]?.[0];
    return published === undefined ? null : `http://127.0.0.1:${published.HostPort}`;
  }

  /** Of the last start. The engine keeps the newest 2 to 4 MB; offsets count from the oldest byte that is kept. */
  async output(workspaceId: string, after: number, limit: number): Promise<OutputPiece> {
    const options = { stdout: true, stderr: true, follow: false } as const;
    const frames = await this.engine.call((docker) => docker.getContainer(this.at.agent(workspaceId)).logs(options), {
      tolerate: [404],
    });
    return frames === null ? emptyPiece : pieceOf(unframedOutput(frames), after, limit);
  }

  files(workspaceId: string): AgentFiles {
    return new RemoteFiles((args, input) => this.run(workspaceId, args, input));
  }

  /** Runs the agent program where the agent's files are, also while it does not run. */
  run(workspaceId: string, args: readonly string[], input: Buffer): Promise<ProgramEnd> {
    return this.keeper.run(workspaceId, args, input);
  }

  async openTerminal(workspaceId: string, size: TerminalSize): Promise<TerminalSession> {
    const present = await this.containers.ofWorkspace(workspaceId);
    const session =
      present?.State.Running === true
        ? await openContainerTerminal(this.engine, present.Id, present.Config.WorkingDir, size)
        : null;
    if (session === null) throw new GuildhallError('AGENT_NOT_RUNNING', { id: workspaceId });
    return session;
  }

  /** Address of this machine as containers see it; the private network is there afterwards. */
  gateway(): Promise<string> {
    return this.network.gateway();
  }

  async close(): Promise<void> {
    this.events.close();
  }

  /** A failure here is no loss: the next call of `running`, or the next beginning of the events, compares again. */
  private async compare(): Promise<void> {
    await this.running().catch(() => undefined);
  }

  private noted(agent: RunningAgent): RunningAgent {
    const { handle, workspaceId, incarnation } = agent;
    if (handle.kind === 'container') this.exits.started(handle.containerId, workspaceId, incarnation);
    return agent;
  }

  /** What runs for exactly this start; anything else of the workspace is ended and taken away. */
  private async adopted({ workspaceId, incarnation, reset }: AgentStart): Promise<RunningAgent | null> {
    const present = await this.containers.ofWorkspace(workspaceId);
    if (present !== null) {
      if (isRunning(present) && incarnationOf(present.Config.Labels) === incarnation)
        return this.noted(runningAgent(present.Id, present.Config.Image, present.Config.Labels, true));
      await this.containers.stop(present.Id);
      await this.containers.remove(present.Id);
    }
    await this.keeper.remove(workspaceId);
    if (reset) await this.containers.removeVolume(this.at.volume(workspaceId, 'home'));
    return null;
  }

  /** Null: another process made or removed the container meanwhile. */
  private async started(spec: AgentSpec): Promise<RunningAgent | null> {
    const options = agentContainer(this.at, spec);
    const id = await this.containers.create(options);
    if (id === null) return null;
    // One that was made in between has the mounts of before.
    await this.keeper.remove(spec.start.workspaceId);
    if (!(await this.containers.giveToken(id, spec.start.token))) return null;
    if (!(await this.containers.start(id))) return null;
    return this.noted(runningAgent(id, spec.image, options.Labels ?? {}, false));
  }

  private async specOf(start: AgentStart, image: string): Promise<AgentSpec> {
    const tier = tierOf(start.tier);
    const { allowedTiers, limits, platformUrl, folders } = this.options;
    if (tier === null || !allowedTiers.includes(tier)) throw failure('TIER_NOT_ALLOWED', { tier: start.tier });
    const folder = await folders.givenTo(start);
    const { Id: network } = await this.network.ensure();
    return { start, tier, limits: limits[tier], image, platformUrl: platformUrl(), network, folder };
  }

  private async startFailure(error: unknown, image: string): Promise<BackendFailure> {
    if (error instanceof BackendFailure) return error;
    if (error instanceof GuildhallError) return BackendFailure.of(error);
    const sentence = sentenceOf(error);
    const status = statusOf(error) ?? 0;
    if (status === 404 && isImageMissing(error)) return imageMissing(image, error);
    // An engine that is about to go refuses in its own words first.
    if (status >= 500 && (await this.check()) !== null) return unreachable(sentence, error);
    return failure('START_FAILED', { reason: sentence }, error);
  }
}

const isRunning = ({ State }: ContainerInspectInfo): boolean => State.Running && !State.Paused;
