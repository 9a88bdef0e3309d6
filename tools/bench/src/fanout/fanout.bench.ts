import { Installation } from '@guildhall/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { seedWorkspaces } from '../command/command.bench.js';
import { times, type Bench, type Figures } from '../harness/bench.js';
import { Viewer } from './viewer.js';

const workspaces = 300;
const eventsPerSecond = 200;

/** Writes at a steady pace for `seconds`. */
const write = async (installation: Installation, ids: readonly string[], seconds: number): Promise<void> => {
  const start = performance.now();
  const total = eventsPerSecond * seconds;
  const asked: Promise<unknown>[] = [];
  for (let number = 0; number < total; number += 1) {
    const earlyMs = start + (number * 1_000) / eventsPerSecond - performance.now();
    if (earlyMs > 0) await delay(earlyMs);
    const id = ids[number % ids.length] ?? '';
    asked.push(installation.request('PATCH', `/workspaces/${id}`, { role: `role ${number} ${start}` }));
  }
  await Promise.all(asked);
};

const quiet = { GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' };

/** The same load twice: all viewers fast, then one of them ten times slower. */
const measure = async (sockets: number, seconds: number): Promise<Figures[]> => {
  const installation = await Installation.started(quiet);
  const viewers: Viewer[] = [];
  try {
    const ids = await seedWorkspaces(installation, workspaces);
    for (let number = 0; number < sockets; number += 1)
      viewers.push(new Viewer(installation.url, installation.adminToken));
    await Promise.all(viewers.map((viewer) => viewer.watching()));
    const slow = viewers.length === 1 ? undefined : viewers[0];
    const others = viewers.filter((viewer) => viewer !== slow);
    const run = async (name: string): Promise<Figures> => {
      for (const viewer of viewers) viewer.reset();
      await write(installation, ids, seconds);
      await delay(500);
      const deliveries = others.reduce((sum, viewer) => sum + viewer.deliveries, 0);
      const { p50_ms, p99_ms } = times(others.flatMap(({ delays }) => delays));
      return { case: name, deliveries_per_s: Math.round(deliveries / seconds), p50_ms, p99_ms };
    };
    await run('warm up');
    const all = await run(`${sockets} sockets, ${eventsPerSecond} events/s`);
    if (slow === undefined) return [all];
    slow.slowDown();
    return [all, await run(`${sockets} sockets, one ten times slower: the others`)];
  } finally {
    for (const viewer of viewers) viewer.close();
    await installation.stop();
  }
};

export const fanoutBench: Bench = {
  id: 'B7',
  title: 'fan-out of the live feed (two platforms with GUILDHALL_E2E_STORES=server)',
  target: 'a slow client changes the others’ p99 by < 10 %',
  modes: 'as asked',
  run: async ({ quick }) => {
    const rows: Figures[] = [];
    for (const sockets of [1, 50, 500]) rows.push(...(await measure(sockets, quick ? 4 : 20)));
    return rows;
  },
};
