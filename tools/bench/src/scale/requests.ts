import type { WorkspaceView } from '@guildhall/contracts';
import { runLoad } from '../command/command-load.js';
import { times } from '../harness/bench.js';
import { seededRandom } from '../harness/random.js';
import { joinCanvas } from './joining-canvas.js';
import type { Measures } from './measures.js';
import { serviceToken } from './scale-log.js';
import { longestStandstill } from './standstill.js';

const longestMs = 120_000;
const commands = 200;
const moments = 10;
const creators = 32;
const loadSeconds = 5;
/** The platform saves its folds after 50 000 events. */
const eventsBetweenSnapshots = 51_000;

export interface Organisation {
  url: string;
  org: string;
}

const headersOf = (org: string): Record<string, string> => ({
  authorization: `Bearer ${serviceToken(org)}`,
  'content-type': 'application/json',
});

const ask = async ({ url, org }: Organisation, method: string, path: string, body?: unknown): Promise<string> => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: headersOf(org),
    signal: AbortSignal.timeout(longestMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text.slice(0, 200)}`);
  return text;
};

/** A failure is a finding: it is recorded, and the rest continues. */
const attempt = async (measures: Measures, name: string, act: () => Promise<void>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    measures.say(`${name} fails`, error instanceof Error ? error.message : String(error));
  }
};

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

/** What people and agents of one organisation ask for, one request at a time; gives its workspaces. */
export const measureRequests = async (at: Organisation, measures: Measures): Promise<string[]> => {
  const { org } = at;
  const random = seededRandom(7);
  let ids: string[] = [];
  await attempt(measures, `${org}: GET /workspaces`, async () => {
    let text = '';
    measures.note(
      `${org}: GET /workspaces, first ms`,
      await timed(async () => (text = await ask(at, 'GET', '/workspaces'))),
    );
    const taken: number[] = [];
    for (let index = 0; index < 5; index += 1) taken.push(await timed(() => ask(at, 'GET', '/workspaces')));
    measures.note(`${org}: GET /workspaces ms`, times(taken).p50_ms);
    measures.note(`${org}: GET /workspaces MB`, text.length / 2 ** 20);
    ids = (JSON.parse(text) as WorkspaceView[]).map(({ id }) => id);
    measures.note(`${org}: workspaces`, ids.length);
  });
  await attempt(measures, `${org}: snapshot`, async () => {
    const joined: number[] = [];
    let mb = 0;
    for (let index = 0; index < 5; index += 1) {
      const snapshot = await joinCanvas(at.url, serviceToken(org));
      joined.push(snapshot.ms);
      mb = snapshot.mb;
    }
    measures.note(`${org}: snapshot ms`, times(joined).p50_ms);
    measures.note(`${org}: snapshot MB`, mb);
  });
  await measureCommands(at, ids, random, measures);
  return ids;
};

const measureCommands = async (
  at: Organisation,
  ids: readonly string[],
  random: () => number,
  measures: Measures,
): Promise<void> => {
  const { org } = at;
  const body = (name: string): object => ({ name, runtime: 'external', url: 'http://127.0.0.1:9/' });
  await attempt(measures, `${org}: commands`, async () => {
    measures.note(`${org}: first creation ms`, await timed(() => ask(at, 'POST', '/workspaces', body('first'))));
    const facts: number[] = [];
    const creations: number[] = [];
    for (let index = 0; index < commands; index += 1) {
      const id = ids[Math.floor(random() * ids.length)];
      if (id !== undefined)
        facts.push(await timed(() => ask(at, 'PATCH', `/workspaces/${id}`, { role: `role ${index}` })));
      creations.push(await timed(() => ask(at, 'POST', '/workspaces', body(`new ${index}`))));
    }
    if (facts.length > 0) measures.note(`${org}: one fact p50 ms`, times(facts).p50_ms);
    if (facts.length > 0) measures.note(`${org}: one fact p99 ms`, times(facts).p99_ms);
    measures.note(`${org}: one creation p50 ms`, times(creations).p50_ms);
    measures.note(`${org}: one creation p99 ms`, times(creations).p99_ms);
  });
};

/** As many creations as callers bring about at the same time, each caller in one of these organisations. */
export const measureCreations = (url: string, orgs: readonly string[], measures: Measures): Promise<void> => {
  const name = `creations in ${orgs.length === 1 ? 'one organisation' : `${orgs.length} organisations`}`;
  return attempt(measures, name, async () => {
    const { perSecond, p99, failures } = await runLoad(url, {
      callers: creators,
      seconds: loadSeconds,
      headers: (index) => headersOf(orgs[index % orgs.length] ?? ''),
      next: () => ({
        method: 'POST',
        path: '/workspaces',
        body: { name: 'load', runtime: 'external', url: 'http://127.0.0.1:9/' },
      }),
    });
    measures.note(`${name}/s, ${creators} callers`, perSecond);
    measures.note(`${name} p99 ms`, p99);
    if (failures > 0) measures.note(`${name} refused`, failures);
  });
};

/** Facts by many callers until the platform has saved a snapshot of its folds on the way, which it does each so often. */
export const measureSnapshotPause = (
  url: string,
  org: string,
  ids: readonly string[],
  measures: Measures,
): Promise<void> =>
  attempt(measures, 'snapshot pause', async () => {
    let left = eventsBetweenSnapshots;
    const random = seededRandom(13);
    const pick = (): string => ids[Math.floor(random() * ids.length)] ?? '';
    const standstill = await longestStandstill(url, () =>
      runLoad(url, {
        callers: creators,
        seconds: longestMs / 1_000,
        headers: () => headersOf(org),
        next: () => {
          left -= 1;
          return left < 0 ? null : { method: 'PATCH', path: `/workspaces/${pick()}`, body: { role: `role ${left}` } };
        },
      }),
    );
    measures.note(`${eventsBetweenSnapshots} events: facts not written`, Math.max(0, left));
    measures.note(`${eventsBetweenSnapshots} events: others wait ms`, standstill);
  });

/** Changes one fact of a member of an organisation, again and again. */
export const factWriter = async (at: Organisation): Promise<() => Promise<unknown>> => {
  const created = await ask(at, 'POST', '/workspaces', {
    name: 'worker',
    runtime: 'external',
    url: 'http://127.0.0.1:9/',
  });
  const { id } = JSON.parse(created) as { id: string };
  let count = 0;
  return () => ask(at, 'PATCH', `/workspaces/${id}`, { role: `does step ${(count += 1)}` });
};

/** The graph at random moments of the whole log. */
export const measureMoments = (at: Organisation, events: number, measures: Measures): Promise<void> =>
  attempt(measures, `${at.org}: a moment`, async () => {
    const random = seededRandom(11);
    const taken: number[] = [];
    const ordinals = Array.from({ length: moments }, () => 1 + Math.floor(random() * events));
    const standstill = await longestStandstill(at.url, async () => {
      for (const ordinal of ordinals)
        taken.push(await timed(() => ask(at, 'GET', `/history/state?ordinal=${ordinal}`)));
    });
    measures.note(`${at.org}: a moment, others wait ms`, standstill);
    const worst = Math.max(...taken);
    measures.note(`${at.org}: a moment p50 ms`, times(taken).p50_ms);
    measures.note(`${at.org}: a moment worst ms`, worst);
    measures.note(`${at.org}: a page of history ms`, await timed(() => ask(at, 'GET', '/history?limit=100')));
  });
