import { Installation, until } from '@guildhall/testing';
import { times, type Bench, type Figures } from '../harness/bench.js';
import { firstOf, recordedEvents } from './recorded-events.js';

const longestWaitMs = 180_000;
const started = ['WorkspaceCreated', 'AgentWentOnline', 'ProvisioningFailed'];

/** Workspaces of this installation whose agents are online. */
const online = async (installation: Installation): Promise<number> =>
  (await installation.request<{ status: string }[]>('GET', '/workspaces')).body.filter(
    ({ status }) => status === 'online',
  ).length;

/** `together` agents at a time, `rounds` times; from the intent in the log to the agent online in the log. */
const measure = async (backend: string, rounds: number, together: number): Promise<Figures> => {
  const environment = { GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: backend, GUILDHALL_START_TIMEOUT_MS: '60000' };
  const installation = await Installation.started(environment);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await Promise.all(
        Array.from({ length: together }, (_, number) =>
          installation.request('POST', '/workspaces', { name: `agent ${round} ${number}`, command: 'cat' }),
        ),
      );
      const wanted = round * together;
      await until('the agents to be online', async () => (await online(installation)) === wanted, {
        timeoutMs: longestWaitMs,
      });
    }
    const events = await recordedEvents(installation, started);
    const created = firstOf(events, 'WorkspaceCreated');
    const came = firstOf(events, 'AgentWentOnline');
    const waits = [...created].map(([id, at]) => (came.get(id) ?? Number.POSITIVE_INFINITY) - at);
    const failed = events.filter(({ type }) => type === 'ProvisioningFailed').length;
    const figures = times(waits);
    return { case: '', p50_ms: figures.p50_ms, longest_ms: Math.max(...waits), failed };
  } finally {
    await installation.remove();
  }
};

export const startsBench: Bench = {
  id: 'B12',
  title: 'agents from intent to online',
  target: 'process ≤ 700 ms, container ≤ 3 000 ms, 100 processes at once without one that fails',
  modes: 'as asked',
  run: async ({ quick }) => {
    const backends = (process.env['GUILDHALL_BENCH_BACKENDS'] ?? 'process').split(',');
    const rows: Figures[] = [];
    for (const backend of backends) {
      const single = await measure(backend, quick ? 3 : 10, 1);
      rows.push({ ...single, case: `${backend}, one after the other` });
      const together = quick ? 10 : 100;
      rows.push({ ...(await measure(backend, 1, together)), case: `${backend}, ${together} at once` });
    }
    return rows;
  },
};
