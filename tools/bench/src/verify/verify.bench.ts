import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { projectRoot } from '@guildhall/testing';
import { repeated, type Bench, type Figures } from '../harness/bench.js';
import { withLog } from '../harness/temporary.js';
import { writeBigLog } from '../rebuild/big-log.js';

const command = join(projectRoot, 'libs/event-store/dist/cli/log.js');

/** The command that auditors run, as a process of its own. */
const verify = (dataDir: string): Figures => {
  const { stdout, status } = spawnSync(process.execPath, [command, 'verify', '--data', dataDir], { encoding: 'utf8' });
  const [, events, seconds] = /([\d,]+) events in ([\d.]+) s/.exec(stdout) ?? [];
  if (status !== 0 || events === undefined) throw new Error(`verify failed: ${stdout}`);
  return { case: '', events_per_s: Math.round(Number(events.replaceAll(',', '')) / Number(seconds)) };
};

/** Every event parsed, put together again and hashed by a stream of updates. */
const naive = (directory: string, events: number): Figures => {
  const db = new DatabaseSync(join(directory, 'log.db'), { readOnly: true });
  const start = performance.now();
  let link = '';
  for (const row of db.prepare('SELECT * FROM events ORDER BY position LIMIT ?').iterate(events)) {
    const parts = {
      data: JSON.parse(String(row['data'])) as object,
      metadata: JSON.parse(String(row['metadata'])) as object,
    };
    link = createHash('sha256').update(link).update(JSON.stringify(parts)).digest('hex');
  }
  db.close();
  return { case: '', events_per_s: Math.round((events / (performance.now() - start)) * 1_000) };
};

export const verifyBench: Bench = {
  id: 'B9',
  title: 'verify the chain',
  target: '≥ 400 000 events/s',
  modes: 'fixed',
  run: ({ quick }) =>
    withLog(async (log, directory) => {
      await writeBigLog(log, quick ? 100_000 : 1_000_000);
      const runs = quick ? 1 : 5;
      return [
        await repeated('npm run log -- verify', runs, 'events_per_s', async () => verify(dirname(directory))),
        await repeated('baseline: parse, print, hash', runs, 'events_per_s', async () => naive(directory, 50_000)),
      ];
    }),
};
