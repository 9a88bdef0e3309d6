import { Installation } from '@guildhall/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { seedWorkspaces } from '../command/command.bench.js';
import { runLoad } from '../command/command-load.js';
import { repeated, type Bench, type Figures } from '../harness/bench.js';
import { beatOf, runBeats, type Beating } from './beat-load.js';

const callers = 64;
const bareServer = fileURLToPath(new URL('./bare-server.js', import.meta.url));

/** A token of its own for every agent. */
const tokensFor = async (installation: Installation, ids: readonly string[]): Promise<Beating[]> => {
  const issued: Beating[] = [];
  const left = [...ids];
  await runLoad(installation.url, {
    callers: 32,
    seconds: 600,
    headers: () => ({ authorization: `Bearer ${installation.adminToken}` }),
    next: () => {
      const id = left.pop();
      return id === undefined ? null : { method: 'POST', path: `/workspaces/${id}/tokens`, body: {} };
    },
    onAnswer: (_request, body) => issued.push(JSON.parse(body) as Beating),
  });
  return issued;
};

/** Runs taken in turn, so that other work on the machine meets all of them alike. */
const rounds = 5;

const withBareServer = async <T>(use: (url: string) => Promise<T>): Promise<T> => {
  const child = spawn(process.execPath, [bareServer], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    return await use(`http://127.0.0.1:${String(port)}`);
  } finally {
    child.kill('SIGKILL');
  }
};

/** The round in the middle, and how far the others were from it. */
const middleOf = (name: string, all: readonly Figures[]): Promise<Figures> => {
  const left = [...all];
  return repeated(name, all.length, 'per_s', async () => left.pop() as Figures);
};

/** Every agent sends heartbeats in turn, with its own token; none may become an event. */
const measure = async (agents: number, seconds: number): Promise<Figures[]> => {
  const installation = await Installation.started({ GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' });
  try {
    const tokens = await tokensFor(installation, await seedWorkspaces(installation, agents));
    const beats = tokens.map((token) => beatOf('127.0.0.1', token));
    const ordinal = async (): Promise<number> =>
      (await installation.request<{ ordinal: number }>('GET', '/history/state')).body.ordinal;
    const beat = async (awake: boolean): Promise<Figures> => {
      const before = await ordinal();
      const figures = await runBeats(installation.url, beats, { callers, seconds, awake });
      return { ...figures, events_written: (await ordinal()) - before };
    };
    const asleep: Figures[] = [];
    const awake: Figures[] = [];
    const bare: Figures[] = [];
    for (let round = 0; round < rounds; round += 1) {
      asleep.push(await beat(false));
      awake.push(await beat(true));
      bare.push(await withBareServer((url) => runBeats(url, beats, { callers, seconds, awake: true })));
    }
    return await Promise.all([
      middleOf(`${agents} agents`, asleep),
      middleOf(`${agents} agents, the load generator stays awake`, awake),
      middleOf('baseline: node:http alone, which only parses the body', bare),
    ]);
  } finally {
    await installation.stop();
  }
};

export const heartbeatBench: Bench = {
  id: 'B2h',
  title: 'heartbeats over HTTP, each with its own token',
  target: '≥ 12 000/s, p99 ≤ 15 ms, ≤ 1 % of them an event',
  modes: 'as asked',
  run: ({ quick }) => measure(quick ? 1_000 : 10_000, quick ? 2 : 5),
};
