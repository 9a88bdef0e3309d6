import { describe, expect, it } from '@jest/globals';
import { startOf } from '../../backend-port/agent-place.suite.js';
import { agentContainer, type AgentSpec } from './container-spec.js';
import { Installation } from './installation.js';
import { defaultLimits, tiers, type Tier } from './tier-limits.js';

const at = new Installation('one');
const specOf = (tier: Tier, more: Partial<AgentSpec> = {}): AgentSpec => ({
  start: startOf(5, { tier, access: 'read_only' }),
  tier,
  limits: defaultLimits[tier],
  image: 'guildhall/agent:1',
  platformUrl: 'http://172.18.0.1:8080',
  network: at.network,
  folder: null,
  ...more,
});

describe('what the engine is asked to make', () => {
  it.each(tiers)('is never privileged, root, without limits, or given the engine: tier %i', (tier) => {
    const { User, HostConfig: host, Env } = agentContainer(at, specOf(tier));
    const { memoryMiB, processes, cpuShares } = defaultLimits[tier];
    expect(User).toBe('1000:1000');
    expect(host?.Privileged).toBeUndefined();
    expect(host?.CapAdd).toBeUndefined();
    expect(host).toMatchObject({
      Memory: memoryMiB * 1_048_576,
      MemorySwap: memoryMiB * 1_048_576,
      PidsLimit: processes,
      CpuQuota: (cpuShares / 1_024) * 100_000,
      Init: true,
      RestartPolicy: { Name: 'no' },
    });
    expect(host?.Mounts?.every(({ Type, Source }) => Type === 'volume' && !Source.includes('/'))).toBe(true);
    expect(Env?.join()).not.toContain('TOKEN');
  });

  it.each(tiers)('has rights only from tier 3, and the network of the host only in tier 4: tier %i', (tier) => {
    const host = agentContainer(at, specOf(tier)).HostConfig;
    expect(host?.CapDrop).toEqual(tier <= 2 ? ['ALL'] : []);
    expect(host?.SecurityOpt).toEqual(tier <= 2 ? ['no-new-privileges:true'] : []);
    expect(host?.ReadonlyRootfs === true).toBe(tier === 1);
    expect(host?.NetworkMode).toBe(tier === 4 ? 'host' : at.network);
    expect(host?.PidMode).toBe(tier === 4 ? 'host' : undefined);
  });

  it('binds a folder read-only unless it may be written', () => {
    const bound = (access: 'read_only' | 'read_write') => {
      const start = startOf(1, { access });
      const { HostConfig: host } = agentContainer(at, specOf(2, { start, folder: '/srv/project' }));
      return host?.Mounts?.filter(({ Type }) => Type === 'bind');
    };
    const mount = { Type: 'bind', Source: '/srv/project', Target: '/workspace' };
    expect(bound('read_only')).toEqual([{ ...mount, ReadOnly: true }]);
    expect(bound('read_write')).toEqual([{ ...mount, ReadOnly: false }]);
  });

  it('has a workspace of its own in every tier, and begins there', () => {
    const { HostConfig: host, WorkingDir } = agentContainer(at, specOf(1));
    expect(host?.Mounts).toContainEqual(expect.objectContaining({ Type: 'volume', Target: '/workspace' }));
    expect(WorkingDir).toBe('/workspace');
  });

  it('leaves the program of another runtime to its image, and tells it what it needs of us', () => {
    const variables = new Map([['MODEL_KEY', 'k']]);
    const start = startOf(1, { runtime: 'langgraph', command: null, variables });
    const made = agentContainer(at, specOf(2, { start, image: 'langgraph:1' }));
    expect(made).toMatchObject({ Image: 'langgraph:1', User: '1000:1000' });
    expect(made).not.toHaveProperty('Cmd');
    expect(made).not.toHaveProperty('WorkingDir');
    expect(made.Env?.map((item) => item.split('=')[0]).sort()).toEqual(
      ['GUILDHALL_AGENT_ENV', 'HOME', 'MODEL_KEY', 'MOLECULE_URL', 'PLATFORM_URL', 'PLUGINS_DIR', 'TIER'].concat([
        'WORKSPACE_CONFIG_PATH',
        'WORKSPACE_ID',
      ]),
    );
    expect(made.HostConfig?.Mounts?.map(({ Target }) => Target)).not.toContain('/var/lib/guildhall');
  });

  it('lets no variable that is given to agents stand for one of ours', () => {
    const start = startOf(1, {
      variables: new Map([
        ['PATH', '/elsewhere'],
        ['HOME', '/root'],
        ['WORKSPACE_ID', 'x'],
      ]),
    });
    const { Env } = agentContainer(at, specOf(2, { start }));
    expect(Env).toContain(`WORKSPACE_ID=${start.workspaceId}`);
    expect(Env?.join(' ')).not.toMatch(/\/elsewhere|\/root/);
  });

  it('has names that two installations do not share', () => {
    const start = startOf(1);
    const names = ['one', 'two'].map((id) => agentContainer(new Installation(id), specOf(2, { start })).name);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^guildhall-[0-9a-f]{8}-[0-9a-f-]{36}$/);
  });
});
