import { repeated, type Bench, type Figures } from '../harness/bench.js';
import { withEventServer } from './event-server.js';
import { adapter, appendAll, bareClient, catchUp, type Talker } from './server-load.js';

/** The adapter's share of what the bare client reaches, in turns on the same server. */
const compared = async (
  url: string,
  server: string,
  runs: number,
  measure: (talker: Talker) => Promise<Figures>,
): Promise<Figures[]> => {
  const rows: Figures[] = [];
  for (const open of [bareClient, adapter]) {
    const talker = await open(url);
    await measure(talker);
    rows.push(await repeated(`${talker.name}, on ${server}`, runs, 'events_per_s', () => measure(talker)));
    await talker.close();
  }
  const [bare, ours] = rows.map((row) => Number(row['events_per_s']));
  const share = Math.round(((ours ?? 0) / (bare ?? 1)) * 100);
  return rows.map((row, index) => ({ ...row, share_of_bare_percent: index === 0 ? 100 : share }));
};

export const serverAppendBench: Bench = {
  id: 'B1s',
  title: 'append over the wire, 64 callers',
  target: 'at least 90 % of the bare client in the same run, on a real node',
  modes: 'fixed',
  run: ({ quick }) =>
    withEventServer(({ url, name }) =>
      compared(url, name, quick ? 1 : 5, (talker) => appendAll(talker, 64, quick ? 5_000 : 20_000)),
    ),
};

export const serverReplayBench: Bench = {
  id: 'B5s',
  title: 'catch up over the wire',
  target: 'at least 90 % of the bare client in the same run, on a real node',
  modes: 'fixed',
  run: ({ quick }) =>
    withEventServer(async ({ url, name }) => {
      const events = quick ? 20_000 : 100_000;
      const writer = await adapter(url);
      await appendAll(writer, 64, events);
      await writer.close();
      return compared(url, name, quick ? 1 : 5, (talker) => catchUp(talker, events));
    }),
};
