import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitEvents, startOf, until } from '../../../backend-port/agent-place.suite.js';
import type { AgentStart } from '../../../backend-port/backend.js';
import type { DockerBackend } from '../docker-backend.js';
import { defaultLimits, limitsFrom } from '../tier-limits.js';
import { describeWithEngine, EnginePlace } from './engine-place.suite.js';
import { agentProcess, inside, writing } from './inside.suite.js';

const facts = `
const fs = require('node:fs');
const first = (...files) => { for (const file of files) try { return fs.readFileSync(file, 'utf8').trim(); } catch {} return null; };
const status = Object.fromEntries(fs.readFileSync('/proc/self/status', 'utf8').split('\\n').map((line) => line.split(/:\\s*/)));
const [quota, period] = (first('/sys/fs/cgroup/cpu.max') ?? first('/sys/fs/cgroup/cpu/cpu.cfs_quota_us', '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us') + ' 100000').split(' ');
console.log(JSON.stringify({
  memory: Number(first('/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes')),
  processes: Number(first('/sys/fs/cgroup/pids.max', '/sys/fs/cgroup/pids/pids.max')),
  cpus: quota / period,
  effective: status.CapEff, possible: status.CapBnd, noNewPrivileges: status.NoNewPrivs, seccomp: status.Seccomp,
  user: status.Uid.split('\\t')[0], group: status.Gid.split('\\t')[0],
  socket: fs.existsSync('/var/run/docker.sock'),
}));
`;

describeWithEngine('an agent in a container', () => {
  let place: EnginePlace;
  let backend: DockerBackend;
  let exits: ExitEvents;

  beforeAll(async () => {
    place = await EnginePlace.prepare();
    backend = place.open();
    exits = new ExitEvents(backend);
    writeFileSync(join(place.folders.given, 'note'), 'of the host');
  });
  afterAll(async () => {
    await backend.close();
    await place.clear();
    await place.platform.close();
  });

  const started = async (more: Partial<AgentStart>): Promise<AgentStart> => {
    const start = startOf(1, more);
    await backend.start(start);
    await place.platform.arrival(start.token);
    return start;
  };
  const inAgent = ({ workspaceId }: AgentStart, script: string) => inside(place, workspaceId, script);
  const factsOf = async (start: AgentStart) => JSON.parse(await inAgent(start, facts)) as Record<string, unknown>;

  it.each([1, 2] as const)('of tier %i has no rights and limited means', async (tier) => {
    const { memoryMiB, processes, cpuShares } = defaultLimits[tier];
    expect(await factsOf(await started({ tier }))).toEqual({
      memory: memoryMiB * 1_048_576,
      processes,
      cpus: cpuShares / 1_024,
      effective: '0000000000000000',
      possible: '0000000000000000',
      noNewPrivileges: '1',
      seccomp: '2',
      user: '1000',
      group: '1000',
      socket: false,
    });
  });

  it('has the limits that the operator gives its tier', async () => {
    const limits = limitsFrom({ TIER2_MEMORY_MB: '200', TIER2_CPU_SHARES: '512' });
    const limited = place.open({ limits });
    const start = startOf(1);
    await limited.start(start);
    expect(await factsOf(start)).toMatchObject({ memory: 200 * 1_048_576, cpus: 0.5 });
  });

  it('of tier 1 can write only what is kept for it, and run nothing from /tmp', async () => {
    const start = await started({ tier: 1 });
    expect(await inAgent(start, writing('/opt/x'))).toBe('EROFS\n');
    for (const path of ['/configs/x', '/workspace/x', '/home/agent/x', '/plugins/x', '/tmp/x'])
      expect(await inAgent(start, writing(path))).toBe('written\n');
    const run = `require('node:fs').writeFileSync('/tmp/run', '#!/bin/sh\\n', { mode: 0o755 }); console.log(require('node:child_process').spawnSync('/tmp/run').error?.code)`;
    expect(await inAgent(start, run)).toBe('EACCES\n');
  });

  it('knows from its environment exactly what is listed, and its token from nowhere that others see', async () => {
    const start = await started({ tier: 2, name: 'Listed', variables: new Map([['MODEL_KEY', 'given']]) });
    const environment = `${agentProcess} console.log(JSON.stringify(fs.readFileSync('/proc/' + agent + '/environ', 'utf8').split('\\0').filter(Boolean)))`;
    const pairs = (JSON.parse(await inAgent(start, environment)) as string[]).map((pair) => pair.split(/=(.*)/s, 2));
    expect(Object.fromEntries(pairs)).toEqual({
      PATH: expect.any(String),
      HOSTNAME: place.at.hostname(start.workspaceId),
      HOME: '/home/agent',
      LANG: 'C.UTF-8',
      WORKSPACE_ID: start.workspaceId,
      WORKSPACE_CONFIG_PATH: '/configs',
      PLUGINS_DIR: '/plugins',
      PLATFORM_URL: place.platform.url,
      MOLECULE_URL: place.platform.url,
      TIER: '2',
      GUILDHALL_INCARNATION: '1',
      GUILDHALL_COMMAND: 'cat',
      GUILDHALL_AGENT_HOST: '0.0.0.0',
      GUILDHALL_AGENT_PORT: '8000',
      GUILDHALL_AGENT_NAME: 'Listed',
      GUILDHALL_STATE_DIR: '/var/lib/guildhall',
      MODEL_KEY: 'given',
      GUILDHALL_AGENT_ENV: 'MODEL_KEY',
    });
    const inspected = await place.docker.getContainer(place.at.agent(start.workspaceId)).inspect();
    expect(JSON.stringify(inspected)).not.toContain(start.token);
    expect(await inAgent(start, `console.log(require('node:fs').existsSync('/configs/.auth_token'))`)).toBe('false\n');
  });

  it('with read_only reads the folder of the host and is refused to write it', async () => {
    const start = await started({ access: 'read_only', workspaceDir: place.folders.given });
    expect(await inAgent(start, `console.log(require('node:fs').readFileSync('/workspace/note', 'utf8'))`)).toBe(
      'of the host\n',
    );
    expect(await inAgent(start, writing('/workspace/note'))).toBe('EROFS\n');
  });

  it('with read_write writes the folder of the host, and with none never sees it', async () => {
    const workspaceDir = place.folders.given;
    const writer = await started({ access: 'read_write', workspaceDir });
    expect(await inAgent(writer, writing('/workspace/made'))).toBe('written\n');
    expect(readFileSync(join(workspaceDir, 'made'), 'utf8')).toBe('x');
    const other = await started({ access: 'none', workspaceDir });
    expect(await inAgent(other, `console.log(require('node:fs').readdirSync('/workspace').length)`)).toBe('0\n');
  });

  it.each([
    ['relative', 'given', 'it is not an absolute path'],
    ['missing', 'no-such-folder', 'there is no such folder'],
    ['/etc', '/etc', 'it belongs to the system'],
    ['/', '/', 'it belongs to the system'],
    ['/usr/lib', '/usr/lib', 'it belongs to the system'],
    ['/tmp', '/tmp', "the platform's own data"],
    ['the data', 'data-of-the-platform', "the platform's own data"],
    ['a link to /etc', 'link', 'it belongs to the system'],
    ['a file', 'given/note', 'there is no such folder'],
    ['not allowed', process.cwd(), 'not below a folder that the operator allowed'],
  ])('is not given a folder that is %s', async (name, path, reason) => {
    if (path === 'link') symlinkSync('/etc', join(place.folders.path, 'link'));
    const workspaceDir = name === 'relative' || path.startsWith('/') ? path : join(place.folders.path, path);
    const starting = backend.start(startOf(1, { access: 'read_only', workspaceDir }));
    await expect(starting).rejects.toMatchObject({
      code: 'WORKSPACE_DIR_REFUSED',
      passing: false,
      message: expect.stringContaining(reason),
    });
  });

  it('that wants more memory than its tier has ends, and its cause says so', async () => {
    const limited = place.open({ limits: limitsFrom({ TIER2_MEMORY_MB: '128' }) });
    const start = startOf(1);
    await limited.start(start);
    await place.platform.arrival(start.token);
    // What lies in /tmp counts as memory of the container; the agent is made the first to be taken.
    const flood = `${agentProcess} fs.writeFileSync('/proc/' + agent + '/oom_score_adj', '1000'); for (;;) fs.appendFileSync('/tmp/flood', Buffer.alloc(4e6));`;
    await inAgent(start, flood);
    expect(await exits.first(start.workspaceId, 1)).toMatchObject({
      exitCode: 137,
      signal: 'SIGKILL',
      cause: { code: 'out_of_memory_limit', details: { mebibytes: 128 } },
    });
  });

  it('reaches the platform, and no other agent', async () => {
    const [one, other] = [await started({}), await started({})];
    const target = await place.docker.getContainer(place.at.agent(other.workspaceId)).inspect();
    const [attached] = Object.values(target.NetworkSettings.Networks);
    const address = attached?.IPAddress ?? '';
    const connect = (host: string, port: number | string) => `
      const socket = require('node:net').connect(${port}, '${host}');
      const tell = (what) => { console.log(what); socket.destroy(); };
      socket.setTimeout(1500, () => tell('no answer')).once('connect', () => tell('connected')).once('error', ({ code }) => tell(code));`;
    expect(await inAgent(one, connect(address, 8_000))).toBe('no answer\n');
    expect(await inAgent(other, connect(address, 8_000))).toBe('connected\n');
    const { hostname, port } = new URL(place.platform.url);
    expect(await inAgent(one, connect(hostname, port))).toBe('connected\n');
    expect(target.NetworkSettings.Ports).toEqual({
      '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: expect.any(String) }],
    });
  });

  it('answers at the address that the platform is given', async () => {
    const start = await started({});
    const address = await backend.addressOf(start.workspaceId);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const card = await fetch(`${address}/.well-known/agent-card.json`);
    expect(await card.json()).toMatchObject({ name: 'Echo' });
    await backend.stop(start.workspaceId);
    expect(await backend.addressOf(start.workspaceId)).toBeNull();
  });

  it('loses only its home when it starts with a new session', async () => {
    const start = await started({});
    for (const path of ['/home/agent/x', '/configs/x']) await inAgent(start, writing(path));
    const again = { ...start, incarnation: 2, token: startOf(2).token, reset: true };
    await backend.start(again);
    await place.platform.arrival(again.token);
    const look = `console.log(['/home/agent/x', '/configs/x'].map((path) => require('node:fs').existsSync(path)).join())`;
    expect(await inAgent(start, look)).toBe('false,true\n');
  });

  it('of a tier that the operator does not allow is not started', async () => {
    for (const tier of [0, 3, 4, 9])
      await expect(backend.start(startOf(1, { tier }))).rejects.toMatchObject({
        code: 'TIER_NOT_ALLOWED',
        passing: false,
      });
  });

  it('of tier 3 has no capabilities, but programs of its image may have the usual ones', async () => {
    const opened = place.open({ allowedTiers: [3] });
    const start = startOf(1, { tier: 3 });
    await opened.start(start);
    await place.platform.arrival(start.token);
    const found = await factsOf(start);
    expect(found).toMatchObject({ effective: '0000000000000000', noNewPrivileges: '0', user: '1000', seccomp: '2' });
    expect(found['possible']).not.toBe('0000000000000000');
    expect(found).toMatchObject({ memory: 2_048 * 1_048_576, cpus: 2, processes: 1_024, socket: false });
  });

  it('of tier 4 shares network and processes of the host, and has no capabilities either', async () => {
    const opened = place.open({ allowedTiers: [4] });
    const start = startOf(1, { tier: 4 });
    await opened.start(start);
    expect(await place.platform.arrival(start.token)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    expect(await opened.addressOf(start.workspaceId)).toBeNull();
    expect(await factsOf(start)).toMatchObject({ effective: '0000000000000000', user: '1000', socket: false });
    const { HostConfig: host } = await place.docker.getContainer(place.at.agent(start.workspaceId)).inspect();
    expect(host).toMatchObject({ NetworkMode: 'host', PidMode: 'host', Privileged: false });
    await until(
      () => opened.running(),
      (all) => all.some(({ workspaceId }) => workspaceId === start.workspaceId),
    );
  });
});
