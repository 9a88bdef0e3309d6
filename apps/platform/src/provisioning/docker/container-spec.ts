import type { ContainerCreateOptions, HostConfig, MountSettings } from 'dockerode';
import { commandRuntime } from '@guildhall/domain';
import { givenVariables, type AgentStart } from '../../backend-port/backend.js';
import { label, type Installation, type VolumeRole } from './installation.js';
import type { ContainerLimits, Tier } from './tier-limits.js';

export const agentProgram = '/opt/guildhall/dist/runtime/main.js';
export const agentPort = 8_000;
export const tokenFile = { folder: '/configs', name: '.auth_token' } as const;
export const agentUser = '1000:1000';
const home = '/home/agent';
const period = 100_000;
const mebibyte = 1_048_576;
const stopSeconds = 5;

const folders: Record<VolumeRole, string> = {
  configs: '/configs',
  workspace: '/workspace',
  home,
  plugins: '/plugins',
  state: '/var/lib/guildhall',
};

/** Of every agent, besides its `/workspace`. */
const keptFolders = ['configs', 'home', 'plugins'] as const;

/** Everything about a start that is decided before the engine hears of it. */
export interface AgentSpec {
  start: AgentStart;
  tier: Tier;
  limits: ContainerLimits;
  image: string;
  platformUrl: string;
  network: string;
  /** Folder of the host for /workspace; null: a volume. */
  folder: string | null;
}

/** A named volume at the agent's own path for it. */
export const volumeMount = (at: Installation, workspaceId: string, role: VolumeRole): MountSettings => ({
  Type: 'volume',
  Source: at.volume(workspaceId, role),
  Target: folders[role],
  VolumeOptions: {
    NoCopy: false,
    Labels: at.labels({ [label.workspace]: workspaceId, [label.role]: role }),
    DriverConfig: { Name: 'local', Options: {} },
  },
});

const workspaceMount = (at: Installation, { start, folder }: AgentSpec): MountSettings =>
  folder === null
    ? volumeMount(at, start.workspaceId, 'workspace')
    : { Type: 'bind', Source: folder, Target: folders.workspace, ReadOnly: start.access === 'read_only' };

/** What holds for every container of ours: no way to more rights, and an end to everything it can use. */
export const confinement = (limits: ContainerLimits): HostConfig => ({
  CapDrop: ['ALL'],
  SecurityOpt: ['no-new-privileges:true'],
  Init: true,
  Memory: limits.memoryMiB * mebibyte,
  MemorySwap: limits.memoryMiB * mebibyte,
  CpuPeriod: period,
  CpuQuota: Math.round((limits.cpuShares / 1_024) * period),
  PidsLimit: limits.processes,
  RestartPolicy: { Name: 'no' },
  LogConfig: { Type: 'json-file', Config: { 'max-size': '2m', 'max-file': '2' } },
});

/** A setuid program of the image may use the engine's usual capabilities; the agent itself still has none. */
const operatorRights: HostConfig = { CapDrop: [], SecurityOpt: [] };

const tierRights: Record<Tier, HostConfig> = {
  1: { ReadonlyRootfs: true, Tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=64m' } },
  2: { Tmpfs: { '/tmp': 'rw,exec,nosuid,nodev,size=256m' } },
  3: { Tmpfs: { '/tmp': 'rw,exec,nosuid,nodev,size=512m' }, ...operatorRights },
  4: { Tmpfs: { '/tmp': 'rw,exec,nosuid,nodev,size=512m' }, ...operatorRights, NetworkMode: 'host', PidMode: 'host' },
};

/** On the host's own network there is no port of the container to publish, and port 8000 may be taken. */
const listening = (
  { tier, network }: AgentSpec,
  hostname: string,
): Partial<ContainerCreateOptions> & { args: string[] } => {
  if (tier === 4) return { args: [] };
  const port = `${agentPort}/tcp`;
  return {
    Hostname: hostname,
    ExposedPorts: { [port]: {} },
    HostConfig: { NetworkMode: network, PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    args: ['--public-url', `http://${hostname}:${agentPort}`],
  };
};

/** What every agent gets, whichever program it runs. */
const common = ({ start, tier, platformUrl }: AgentSpec): Record<string, string> => ({
  HOME: home,
  WORKSPACE_ID: start.workspaceId,
  WORKSPACE_CONFIG_PATH: folders.configs,
  PLUGINS_DIR: folders.plugins,
  PLATFORM_URL: platformUrl,
  MOLECULE_URL: platformUrl,
  TIER: String(tier),
});

const ownEnvironment = ({ start, tier }: AgentSpec, command: string): Record<string, string> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  GUILDHALL_INCARNATION: String(start.incarnation),
  GUILDHALL_COMMAND: command,
  GUILDHALL_AGENT_HOST: tier === 4 ? '127.0.0.1' : '0.0.0.0',
  GUILDHALL_AGENT_PORT: tier === 4 ? '0' : String(agentPort),
  GUILDHALL_AGENT_NAME: start.name,
  GUILDHALL_STATE_DIR: folders.state,
});

/** Exactly this is in the environment of an agent; the engine adds HOSTNAME. The token comes by file. */
const listed = (environment: Record<string, string>): string[] =>
  Object.entries(environment).map(([name, value]) => `${name}=${value}`);

/** How the program is begun: ours with a command, or the one that the image of a runtime brings, as that image says. */
const program = (spec: AgentSpec, args: readonly string[]): Partial<ContainerCreateOptions> => {
  const { runtime, command } = spec.start;
  const given = givenVariables(spec.start);
  if (runtime !== commandRuntime) return { Env: listed({ ...given, ...common(spec) }) };
  return {
    WorkingDir: folders.workspace,
    Env: listed({ ...given, ...ownEnvironment(spec, command ?? ''), ...common(spec) }),
    Cmd: ['--token-file', `${tokenFile.folder}/${tokenFile.name}`, ...args],
  };
};

/** What the engine is asked to make for an agent. */
export const agentContainer = (at: Installation, spec: AgentSpec): ContainerCreateOptions => {
  const { start, tier, limits, image } = spec;
  const { workspaceId, incarnation, runtime } = start;
  const name = at.agent(workspaceId);
  const isOurs = runtime === commandRuntime;
  const { args, HostConfig: listener, ...network } = listening(spec, at.hostname(workspaceId));
  const kept = [...keptFolders, ...(isOurs ? (['state'] as const) : [])];
  return {
    name,
    ...network,
    Image: image,
    User: agentUser,
    ...program(spec, args),
    Labels: at.labels({
      [label.role]: 'agent',
      [label.workspace]: workspaceId,
      [label.incarnation]: String(incarnation),
      ...(isOurs ? {} : { [label.runtime]: runtime }),
    }),
    StopTimeout: stopSeconds,
    HostConfig: {
      ...confinement(limits),
      ...tierRights[tier],
      ...listener,
      Mounts: [...kept.map((role) => volumeMount(at, workspaceId, role)), workspaceMount(at, spec)],
    },
  };
};
