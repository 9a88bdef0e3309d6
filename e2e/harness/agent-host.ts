import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '@guildhall/testing';

/** The machine or engine that runs the agents of an installation, with the access its operator has. */
export interface AgentHost {
  /** Value of `backend` in a workspace. */
  readonly name: 'process' | 'docker';
  /** Workspace of every running agent of the installation that has the `known` workspaces, once for each process. */
  running(known: readonly string[]): string[];
  /** Kills an agent as the kernel does when memory runs out. */
  kill(workspaceId: string): void;
  /** Stops an agent without ending it, until `thaw`. */
  freeze(workspaceId: string): void;
  thaw(workspaceId: string): void;
  /** Output of a command run beside the agent; containers only. */
  run(workspaceId: string, ...command: string[]): string;
  /** Removes what the installation of these workspaces leaves at the engine. */
  clean(workspaceIds: readonly string[]): void;
  /** Cause that is recorded for a killed agent. */
  readonly killed: RegExp;
}

/** Containers with GUILDHALL_E2E_BACKEND=docker, else local processes. */
export const agentHost = (installation: Installation): AgentHost =>
  process.env['GUILDHALL_E2E_BACKEND'] === 'docker' ? containers() : processes(installation);

const processes = ({ dataDir }: Installation): AgentHost => {
  const agents = (): { pid: number; workspace: string }[] =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const environment = environmentOf(pid);
        const isOurs = environment.get('HOME')?.startsWith(join(dataDir, 'agents')) === true;
        const workspace = environment.get('WORKSPACE_ID');
        const isAgent = isOurs && environment.has('GUILDHALL_COMMAND') && workspace !== undefined;
        return isAgent ? [{ pid: Number(pid), workspace }] : [];
      });
  const signal = (workspaceId: string, name: NodeJS.Signals): void => {
    const agent = agents().find(({ workspace }) => workspace === workspaceId);
    if (agent === undefined) throw new Error(`no agent runs for ${workspaceId}`);
    process.kill(agent.pid, name);
  };
  return {
    name: 'process',
    killed: /ended by SIGKILL/,
    kill: (workspaceId) => signal(workspaceId, 'SIGKILL'),
    freeze: (workspaceId) => signal(workspaceId, 'SIGSTOP'),
    thaw: (workspaceId) => signal(workspaceId, 'SIGCONT'),
    run: () => {
      throw new Error('a local process has no container');
    },
    clean: () => undefined,
    running: () => agents().map(({ workspace }) => workspace),
  };
};

/** Empty if the process has ended. */
const environmentOf = (pid: string): ReadonlyMap<string, string> => {
  try {
    const items = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return new Map(items.map((item) => [item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]));
  } catch {
    return new Map();
  }
};

const docker = (...args: string[]): string[] => {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
};

const containers = (): AgentHost => {
  const of = (workspaceId: string): string => {
    const filters = [`label=guildhall.workspace=${workspaceId}`, 'label=guildhall.role=agent'];
    const [id] = docker('ps', '--quiet', ...filters.flatMap((filter) => ['--filter', filter]));
    if (id === undefined) throw new Error(`no container runs for ${workspaceId}`);
    return id;
  };
  /** To the agent alone: its container keeps running. */
  const signal = (workspaceId: string, name: NodeJS.Signals): void => {
    const [pid] = docker('top', of(workspaceId), '-eo', 'pid,args').filter((line) =>
      /^\s*\d+\s+(guildhall-agent|node)/.test(line),
    );
    if (pid === undefined) throw new Error(`no agent runs in the container of ${workspaceId}`);
    process.kill(Number.parseInt(pid, 10), name);
  };
  return {
    name: 'docker',
    killed: /ended by SIGKILL/,
    kill: (workspaceId) => void docker('kill', '--signal', 'KILL', of(workspaceId)),
    freeze: (workspaceId) => signal(workspaceId, 'SIGSTOP'),
    thaw: (workspaceId) => signal(workspaceId, 'SIGCONT'),
    run: (workspaceId, ...command) => docker('exec', of(workspaceId), ...command).join('\n'),
    running: (known) =>
      installationsOf(known).flatMap((filter) =>
        docker('ps', '--filter', filter, '--filter', 'label=guildhall.role=agent', '--format', workspaceFormat),
      ),
    clean: (workspaceIds) => {
      for (const filter of installationsOf(workspaceIds)) removeInstallation(filter);
    },
  };
};

const workspaceFormat = '{{.Label "guildhall.workspace"}}';

/** Filters for the objects of the installations of these workspaces. */
const installationsOf = (workspaceIds: readonly string[]): string[] => {
  const wanted = new Set(workspaceIds);
  const format = `${workspaceFormat} {{.Label "guildhall.installation"}}`;
  const all = docker('ps', '--all', '--filter', 'label=guildhall.managed=true', '--format', format);
  const found = all
    .map((line) => line.split(' '))
    .flatMap(([id = '', installation = '']) => (wanted.has(id) ? [installation] : []));
  return [...new Set(found)].map((installation) => `label=guildhall.installation=${installation}`);
};

const removeInstallation = (filter: string): void => {
  for (const id of docker('ps', '--all', '--quiet', '--filter', filter)) docker('rm', '--force', id);
  for (const name of docker('volume', 'ls', '--quiet', '--filter', filter)) docker('volume', 'rm', '--force', name);
  for (const id of docker('network', 'ls', '--quiet', '--filter', filter)) docker('network', 'rm', id);
};
