import { Installation } from '@guildhall/testing';
import { seedWorkspaces } from '../command/command.bench.js';
import { times, type Bench, type Figures } from '../harness/bench.js';
import { pidsOf, residentMb } from '../harness/processes.js';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { healthDuring, openSockets } from './door-load.js';
import type { UnaskedBodies } from './unasked-bodies.js';

const bodies = 40;
const mebibytes = 11;
const sockets = 200;
const subscriptions = 30;
const acks = 10_000;

interface Place {
  installation: Installation;
  id: string;
  token: string;
}

/** Large bodies of nobody, all at the same time, `rounds` times; the memory is that at its highest. */
const unasked = async ({ installation, id }: Place, rounds: number): Promise<Figures> => {
  const [pid = 0] = pidsOf('apps/platform/main.js', installation.dataDir);
  const before = residentMb(pid);
  let highest = before;
  const looking = setInterval(() => (highest = Math.max(highest, residentMb(pid))), 20);
  const path = `/workspaces/${id}/files/a`;
  const workerData: UnaskedBodies = { url: installation.url, path, bodies, mebibytes, rounds };
  let answers: number[] = [];
  const took = await healthDuring(installation.url, async () => {
    const thread = new Worker(new URL('./unasked-bodies.js', import.meta.url), { workerData });
    [answers] = (await once(thread, 'message')) as [number[]];
  }).finally(() => clearInterval(looking));
  const let_in = answers.filter((status) => ![0, 401, 429].includes(status)).length;
  const grown_mb = Math.round((highest - before) * 10) / 10;
  const again = rounds === 1 ? '' : `, ${rounds} times`;
  return { case: `${bodies} × ${mebibytes} MiB without a credential${again}`, grown_mb, let_in, ...times(took) };
};

/** One workspace's token: more sockets and subscriptions than it may have, then acknowledgements without end. */
const greedy = async ({ installation, id, token }: Place): Promise<Figures[]> => {
  const scope = { kind: 'workspace', id };
  let open = 0;
  let subscribed = 0;
  const opening = await healthDuring(installation.url, async () => {
    const opened = await openSockets(installation.url, token, sockets);
    open = opened.length;
    for (const socket of opened)
      for (let sub = 0; sub < subscriptions; sub += 1) {
        const answer = (await socket.emitWithAck('subscribe', { sub: `s${sub}`, scope })) as { ok: boolean };
        subscribed += answer.ok ? 1 : 0;
      }
    const [first] = opened;
    for (const socket of opened.slice(1)) socket.close();
    first?.close();
  });
  const [acknowledging] = await openSockets(installation.url, token, 1);
  await acknowledging?.emitWithAck('subscribe', { sub: 'a', scope });
  let sent = 0;
  const during = await healthDuring(installation.url, async () => {
    for (; sent < acks && acknowledging?.connected === true; sent += 50) {
      for (let one = 0; one < 50; one += 1) acknowledging.emit('ack', { sub: 'a', to: '0' });
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  });
  acknowledging?.close();
  const name = `${sockets} sockets × ${subscriptions} subscriptions of one workspace`;
  return [
    { case: name, open, subscribed, ...times(opening) },
    { case: `${acks} acks in 5 s`, sent, ...times(during) },
  ];
};

const measure = async (): Promise<Figures[]> => {
  const installation = await Installation.started({ GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' });
  try {
    const [id = ''] = await seedWorkspaces(installation, 60);
    const { body } = await installation.request<{ auth_token: string }>('POST', `/workspaces/${id}/tokens`, {});
    const place: Place = { installation, id, token: body.auth_token };
    const idle = await healthDuring(installation.url, () => new Promise((resolve) => setTimeout(resolve, 1_000)));
    return [
      { case: 'nothing else', ...times(idle) },
      await unasked(place, 1),
      await unasked(place, 10),
      ...(await greedy(place)),
    ];
  } finally {
    await installation.stop();
  }
};

export const doorsBench: Bench = {
  id: 'B23',
  title: 'what greedy clients cost the others: /health/live meanwhile',
  target: 'memory + ≤ 10 MiB; p99 ≤ 50 ms; nobody let in; no more than the limits of a workspace',
  modes: 'as asked',
  run: () => measure(),
};
