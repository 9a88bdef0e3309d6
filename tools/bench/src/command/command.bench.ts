import { Installation } from '@guildhall/testing';
import { repeated, type Bench, type Figures } from '../harness/bench.js';
import { seededRandom } from '../harness/random.js';
import { runLoad, type LoadRequest, type LoadResult } from './command-load.js';

const callers = 32;
const workspaces = 5_000;

const headers = (installation: Installation) => (): Record<string, string> => ({
  authorization: `Bearer ${installation.adminToken}`,
});

/** Fills an installation with workspaces of no runtime that would be started. */
export const seedWorkspaces = async (installation: Installation, count: number): Promise<string[]> => {
  const ids: string[] = [];
  let left = count;
  await runLoad(installation.url, {
    callers,
    seconds: 600,
    headers: headers(installation),
    next: () => (left-- > 0 ? create(`seed ${left}`, null) : null),
    onAnswer: (_request, body) => ids.push((JSON.parse(body) as { id: string }).id),
  });
  return ids;
};

export const create = (name: string, parent: string | null): LoadRequest => ({
  method: 'POST',
  path: '/workspaces',
  body: { name, runtime: 'external', url: 'http://127.0.0.1:9/', parent_id: parent },
});

/** 50 % facts, 30 % creations, 20 % placements, as B2 asks. */
const mix = (random: () => number, ids: readonly string[]) => (): LoadRequest => {
  const pick = (): string => ids[Math.floor(random() * ids.length)] ?? '';
  const kind = random();
  if (kind < 0.3) return create(`load ${Math.floor(random() * 1e9)}`, pick());
  const path = `/workspaces/${pick()}`;
  return kind < 0.5
    ? { method: 'PATCH', path, body: { parent_id: pick() } }
    : { method: 'PATCH', path, body: { role: `role ${Math.floor(random() * 1e9)}` } };
};

/** B2 over HTTP against a real platform and projector; refusals by the tree's rules count as answers. */
const measure = async (callers: number, seconds: number): Promise<Figures> => {
  const installation = await Installation.started({ GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' });
  try {
    const ids = await seedWorkspaces(installation, workspaces);
    return figuresOf(
      await runLoad(installation.url, {
        callers,
        seconds,
        headers: headers(installation),
        next: mix(seededRandom(2), ids),
      }),
    );
  } finally {
    await installation.stop();
  }
};

export const figuresOf = ({ perSecond, p50, p99, p999, failures }: LoadResult): Figures => ({
  case: '',
  per_s: Math.round(perSecond),
  p50_ms: Number(p50.toFixed(2)),
  p99_ms: Number(p99.toFixed(2)),
  p999_ms: Number(p999.toFixed(2)),
  refused: failures,
});

export const commandBench: Bench = {
  id: 'B2',
  title: 'commands over HTTP',
  target: '≥ 6 000/s at 32 callers, p99 ≤ 20 ms',
  modes: { instead: 'B20' },
  run: async ({ quick }) => [
    await repeated('32 callers, 50 % facts, 30 % create, 20 % place', quick ? 1 : 5, 'per_s', () =>
      measure(callers, quick ? 5 : 15),
    ),
    await repeated('baseline: one caller, nothing shared', 1, 'per_s', () => measure(1, quick ? 5 : 10)),
  ],
};
