import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Installation, until, type Part } from '@guildhall/testing';

/**
 * `npm run chaos [-- --rounds 100]`: kills platform or projector under load again and again. Every command that was
 * acknowledged must be there once, every one that was not may be repeated under its key without being doubled, and
 * what is shown live must be what the log says.
 */
const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1] ?? 10) || 10;
const lanes = 8;

interface Written {
  key: string;
  name: string;
  acknowledged: boolean;
}

const writers = (installation: Installation, written: Written[], stopped: () => boolean): Promise<void>[] =>
  Array.from({ length: lanes }, async (_, lane) => {
    for (let index = 0; !stopped(); index += 1) {
      const entry: Written = {
        key: randomUUID(),
        name: `chaos ${lane} ${index} ${written.length}`,
        acknowledged: false,
      };
      written.push(entry);
      entry.acknowledged = await create(installation, entry);
    }
  });

const create = async (installation: Installation, { key, name }: Written): Promise<boolean> => {
  const body = { name, runtime: 'external', url: 'http://127.0.0.1:9/' };
  const answer = await installation.request('POST', '/workspaces', body, { 'idempotency-key': key }).catch(() => null);
  return answer?.status === 201;
};

const verify = async (installation: Installation, written: readonly Written[]): Promise<void> => {
  const { body } = await installation.request<{ name: string }[]>('GET', '/workspaces');
  const { body: head } = await installation.request<{ position: string }>('GET', '/history/state');
  const { body: rows } = await installation.request<{ name: string }[]>(
    'GET',
    `/workspaces?min_position=${head.position}`,
  );
  const counts = new Map<string, number>();
  for (const { name } of rows ?? body) counts.set(name, (counts.get(name) ?? 0) + 1);
  const lost = written.filter(({ acknowledged, name }) => acknowledged && !counts.has(name));
  const doubled = [...counts].filter(([, count]) => count > 1);
  assert.deepEqual(lost, [], 'acknowledged commands were lost');
  assert.deepEqual(doubled, [], 'commands were done twice');
};

const main = async (): Promise<void> => {
  const installation = await Installation.started();
  const written: Written[] = [];
  const recoveries: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    let stopping = false;
    const before = written.length;
    const running = writers(installation, written, () => stopping);
    await until('some load', () => written.length > before + 40, { timeoutMs: 60_000, everyMs: 1 });
    const part: Part = round % 2 === 0 ? 'projector' : 'platform';
    await installation.kill(part);
    installation.start(part);
    recoveries.push(await installation.ready());
    stopping = true;
    await Promise.all(running);
    for (const entry of written.slice(before))
      if (!entry.acknowledged) entry.acknowledged = await create(installation, entry);
    await verify(installation, written);
    console.log(
      `round ${round}: ${part} killed, ready after ${Math.round(recoveries.at(-1) ?? 0)} ms, ${written.length} commands so far`,
    );
  }
  await installation.kill('platform', 'SIGTERM');
  await installation.kill('projector', 'SIGTERM');
  recoveries.sort((a, b) => a - b);
  console.log(
    `ready after (ms): median ${Math.round(recoveries[recoveries.length >> 1] ?? 0)}, longest ${Math.round(recoveries.at(-1) ?? 0)}`,
  );
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
