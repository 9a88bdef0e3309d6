import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { join } from 'node:path';
import type { OrgGraph, RecordedEvent } from '@guildhall/contracts';
import { openEmbeddedEventStore } from '@guildhall/event-store';
import { createGraphFold } from '@guildhall/org-graph';
import { Installation, SeededRandom, until } from '@guildhall/testing';

const moments = 50;

interface State {
  position: string;
  ordinal: number;
  graph: OrgGraph;
}

describe('time travel', () => {
  let installation: Installation;
  let log: RecordedEvent[];

  before(async () => {
    installation = await Installation.started();
    const ids: string[] = [];
    const random = new SeededRandom(50);
    const pick = (): string | null => random.pick(ids) ?? null;
    for (let index = 0; index < 150; index += 1) {
      const { body } = await installation.request<{ id: string }>('POST', '/workspaces', {
        name: `W ${index}`,
        external: true,
        parent_id: index % 3 === 0 ? null : pick(),
      });
      ids.push(body.id);
      await installation.request('PATCH', `/workspaces/${pick()}`, { parent_id: pick() });
      await installation.request('PATCH', `/workspaces/${pick()}`, { name: `Renamed ${index}`, tier: 1 + (index % 4) });
      if (index % 20 === 19) await installation.request('DELETE', `/workspaces/${pick()}?confirm=true`);
    }
    log = await readLog(installation);
  });
  after(() => installation?.remove());

  it(`shows at ${moments} random positions what a fold of the log gives`, async () => {
    const random = new SeededRandom(7);
    const times: number[] = [];
    for (let index = 0; index < moments; index += 1) {
      const ordinal = 1 + random.below(log.length);
      const start = performance.now();
      const { body } = await installation.request<State>('GET', `/history/state?ordinal=${ordinal}`);
      times.push(performance.now() - start);
      const fold = createGraphFold('default');
      for (const event of log.slice(0, ordinal)) fold.apply(event);
      assert.deepEqual(body.graph, JSON.parse(JSON.stringify(fold.toGraph())));
      assert.equal(body.position, log[ordinal - 1]?.position);
    }
    times.sort((a, b) => a - b);
    console.log(
      `a moment is there after (ms): median ${times[moments / 2]?.toFixed(1)}, longest ${times.at(-1)?.toFixed(1)}`,
    );
  });

  it('finds a moment by position and by time', async () => {
    const event = log[Math.floor(log.length / 2)];
    assert.ok(event);
    const { body: byPosition } = await installation.request<State>('GET', `/history/state?position=${event.position}`);
    const { body: byTime } = await installation.request<State>('GET', `/history/state?at=${event.metadata.recordedAt}`);
    assert.equal(byPosition.ordinal, Math.floor(log.length / 2) + 1);
    assert.ok(byTime.ordinal >= byPosition.ordinal);
    assert.equal(log[byTime.ordinal - 1]?.metadata.recordedAt, event.metadata.recordedAt);
  });

  it('shows a workspace at a position as it was then', async () => {
    const ordinal = Math.floor(log.length / 2);
    const position = log[ordinal - 1]?.position;
    const fold = createGraphFold('default');
    for (const event of log.slice(0, ordinal)) fold.apply(event);
    const [node] = fold.toGraph().workspaces;
    assert.ok(node);
    const { body } = await installation.request<Record<string, unknown>>(
      'GET',
      `/workspaces/${node.id}?position=${position}`,
    );
    const { name, tier, parent_id, command, url, version } = body;
    const { name: then, tier: tierThen, parentId } = node;
    assert.deepEqual([name, tier, parent_id, url, version], [then, tierThen, parentId, null, null]);
    assert.equal(command, fold.details(node.id)?.command);
    const unknown = await installation.request<{ code: string }>('GET', `/workspaces/${node.id}?position=zzz`);
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'POSITION_UNKNOWN']);
  });

  it('pages through the history without a gap', async () => {
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const { body }: { body: { items: { ordinal: number }[]; next: string | null } } = await installation.request(
        'GET',
        `/history?limit=100${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
      );
      seen.push(...body.items.map(({ ordinal }) => ordinal));
      after = body.next;
    } while (after !== null);
    assert.deepEqual(
      seen.slice(0, log.length),
      log.map((_, index) => index + 1),
    );
  });

  it('refuses positions that do not exist', async () => {
    const answer = await installation.request<{ code: string }>('GET', '/history/state?position=9999999999999999');
    assert.deepEqual([answer.status, answer.body.code], [404, 'POSITION_UNKNOWN']);
    const beyond = await installation.request<{ code: string }>('GET', `/history/state?ordinal=${log.length + 1_000}`);
    assert.deepEqual([beyond.status, beyond.body.code], [404, 'POSITION_UNKNOWN']);
  });
});

/** The whole log, read by another process. */
const readLog = async (installation: Installation): Promise<RecordedEvent[]> => {
  const store = await openEmbeddedEventStore({ directory: join(installation.dataDir, 'log'), role: 'reader' });
  const events: RecordedEvent[] = [];
  await until('the whole log to be read', async () => {
    const after = events.at(-1)?.position;
    const page = await store.readAll({ ...(after === undefined ? {} : { after }), limit: 1_000 });
    events.push(...page.events);
    return page.end;
  });
  await store.close();
  return events;
};
