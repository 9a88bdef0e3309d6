import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { viewNames, type OrgGraph } from '@guildhall/contracts';
import { Installation, nullWhenUnreachable, until, type Part } from '@guildhall/testing';
import { agentHost } from './harness/agent-host.ts';
import { Team } from './harness/team.ts';

/**
 * `npm run chaos [-- --rounds 100]`: kills platform or projector under load, round after round. Every acknowledged
 * command must be recorded once; an unacknowledged one may be repeated under its key without a second effect. Graph and
 * views must agree with the log, and a rebuilt view must equal the live one. Some workspaces have local agents, which
 * are killed too: in the end each must run exactly once.
 */
const argument = process.argv.indexOf('--rounds');
const rounds = argument === -1 ? 10 : Number(process.argv[argument + 1]);
const lanes = 8;
const commandsPerRound = 60;

/** The creation of one workspace, then one role for it; each under a key of its own. */
interface Written {
  key: string;
  name: string;
  /** Guildhall starts its agent as a process. */
  isAgent: boolean;
  id: string | null;
  hasRole: boolean;
}

const agentsPerRound = 2;

const ask = async (
  installation: Installation,
  method: string,
  path: string,
  body: unknown,
  key: string,
): Promise<{ id?: string } | null> => {
  const answer = await installation
    .request<{ id?: string }>(method, path, body, { 'idempotency-key': key })
    .catch(nullWhenUnreachable);
  if (answer !== null && answer.status >= 400 && answer.status < 500)
    throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return answer !== null && answer.status < 300 ? answer.body : null;
};

/** Sends the commands that are not acknowledged yet; false: the platform did not answer. */
const carryOut = async (installation: Installation, entry: Written): Promise<boolean> => {
  const { key, name, isAgent } = entry;
  const body = isAgent ? { name, command: 'cat' } : { name, runtime: 'external', url: 'http://127.0.0.1:9/' };
  entry.id ??= (await ask(installation, 'POST', '/workspaces', body, key))?.id ?? null;
  if (entry.id === null) return false;
  const changed =
    entry.hasRole ||
    (await ask(installation, 'PATCH', `/workspaces/${entry.id}`, { role: `role of ${name}` }, `${key}-role`)) !== null;
  entry.hasRole = changed;
  return changed;
};

const writers = (installation: Installation, written: Written[], stopped: () => boolean): Promise<void>[] =>
  Array.from({ length: lanes }, async (_, lane) => {
    for (let isAgent = lane < agentsPerRound; !stopped(); isAgent = false) {
      const name = `chaos ${lane} ${written.length}`;
      const entry: Written = { key: randomUUID(), name, isAgent, id: null, hasRole: false };
      written.push(entry);
      while (!(await carryOut(installation, entry)) && !stopped()) await delay(20);
    }
  });

/** Waits until the views have reached the head: platform and projector have both recovered. */
const recovered = async (installation: Installation): Promise<void> => {
  await installation.ready();
  await until('the views to be at the head', async () => {
    const { body } = await installation.request<{ position: string }>('GET', '/history/state');
    return (await installation.request('GET', `/organisation?min_position=${body.position}`)).status === 200;
  });
};

const verify = async (installation: Installation, written: readonly Written[]): Promise<void> => {
  const { body: head } = await installation.request<{ position: string; graph: OrgGraph }>('GET', '/history/state');
  const rows = (
    await installation.request<{ name: string; role: string }[]>('GET', `/workspaces?min_position=${head.position}`)
  ).body;
  const roles = new Map(rows.map(({ name, role }) => [name, role]));
  const missing = written.filter(({ name }) => roles.get(name) !== `role of ${name}`);
  assert.deepEqual(missing, [], 'acknowledged commands were lost');
  assert.equal(rows.length, written.length, 'commands were done twice');
  assert.deepEqual(
    head.graph.workspaces.map(({ name, role }) => [name, role]).sort(),
    rows.map(({ name, role }) => [name, role]).sort(),
    'the live graph differs from the view',
  );
};

/** Every agent is online again as exactly one process, and no other process runs. */
const verifyAgents = async (installation: Installation, written: readonly Written[]): Promise<void> => {
  const agents = written.filter(({ isAgent }) => isAgent).map(({ id }) => id ?? '');
  const team = new Team(installation);
  for (const id of agents) await team.comes(id, 'online');
  const started = agentHost(installation).running(agents);
  assert.deepEqual([...started].sort(), agents.sort(), 'agents run twice, not at all, or without a workspace');
};

/** Kills an agent of an earlier round, as the kernel would. */
const killAgent = (installation: Installation, written: readonly Written[]): void => {
  const agents = written.filter(({ isAgent, id }) => isAgent && id !== null);
  const victim = agents[Math.floor(agents.length / 2)];
  if (victim?.id != null) agentHost(installation).kill(victim.id);
};

/** Rebuilds every view beside the live one and compares byte for byte. */
const compareWithRebuild = async (installation: Installation): Promise<void> => {
  for (const view of viewNames) {
    const { status, output } = await installation.run('dist/apps/projector/cli.js', ['compare', view]);
    console.log(output.trim());
    assert.equal(status, 0, `${view} differs`);
  }
};

const round = async (installation: Installation, written: Written[], part: Part): Promise<number> => {
  let stopping = false;
  const before = written.length;
  killAgent(installation, written);
  const running = writers(installation, written, () => stopping);
  await until('some load', () => written.length > before + commandsPerRound, { timeoutMs: 60_000, everyMs: 1 });
  await installation.kill(part);
  const killed = performance.now();
  installation.start(part);
  await recovered(installation);
  const ms = performance.now() - killed;
  stopping = true;
  await Promise.all(running);
  for (const entry of written.slice(before)) assert.ok(await carryOut(installation, entry));
  await verify(installation, written);
  await verifyAgents(installation, written);
  return ms;
};

const killAndCompare = async (installation: Installation): Promise<void> => {
  const written: Written[] = [];
  const recoveries: number[] = [];
  for (let index = 1; index <= rounds; index += 1) {
    const part: Part = index % 2 === 0 ? 'projector' : 'platform';
    const ms = await round(installation, written, part);
    recoveries.push(ms);
    console.log(
      `round ${index}: ${part} killed, recovered after ${Math.round(ms)} ms, ${written.length * 2} commands so far`,
    );
  }
  await compareWithRebuild(installation);
  recoveries.sort((a, b) => a - b);
  console.log(
    `recovered after (ms): median ${Math.round(recoveries[recoveries.length >> 1] ?? 0)}, longest ${Math.round(recoveries.at(-1) ?? 0)}`,
  );
};

const main = async (): Promise<void> => {
  const installation = await Installation.started();
  try {
    await killAndCompare(installation);
  } finally {
    await installation.remove();
  }
  console.log(`chaos: ${rounds} passed, 0 failed`);
};

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    console.log('chaos: 0 passed, 1 failed');
    process.exit(1);
  },
);
