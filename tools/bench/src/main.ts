import { mkdirSync, writeFileSync } from 'node:fs';
import { silenceBench } from './agents/silence.bench.js';
import { startsBench } from './agents/starts.bench.js';
import { appendBench } from './append/append.bench.js';
import { canvasBench } from './canvas/canvas.bench.js';
import { compare } from './compare/compare.js';
import { conflictBench } from './conflict/conflict.bench.js';
import { commandBench } from './command/command.bench.js';
import { machine } from './harness/machine.js';
import type { Bench, Figures } from './harness/bench.js';
import { judged, modeAsked, type Judgement } from './harness/modes.js';
import { doorsBench } from './doors/doors.bench.js';
import { fanoutBench } from './fanout/fanout.bench.js';
import { heartbeatBench } from './heartbeat/heartbeat.bench.js';
import { lagBench } from './lag/lag-table.bench.js';
import { rebuildBench } from './rebuild/rebuild-table.bench.js';
import { replayBench } from './replay/replay.bench.js';
import { serverAppendBench, serverReplayBench } from './server/server.bench.js';
import { scaleBench } from './scale/scale.bench.js';
import { withMongo } from './server-mode/mongo-server.js';
import { serverModeBench } from './server-mode/server-mode.bench.js';
import { startOfModesBench } from './start/both-modes.bench.js';
import { startBench } from './start/start.bench.js';
import { validationBench } from './validation/validation.bench.js';
import { verifyBench } from './verify/verify.bench.js';

/** B8, the crash run, is `npm run chaos`: it is a test as much as a measurement. */
const benches: readonly Bench[] = [
  appendBench,
  commandBench,
  conflictBench,
  heartbeatBench,
  lagBench,
  rebuildBench,
  replayBench,
  canvasBench,
  fanoutBench,
  verifyBench,
  startBench,
  startsBench,
  silenceBench,
  validationBench,
  scaleBench,
  serverAppendBench,
  serverReplayBench,
  serverModeBench,
  startOfModesBench,
  doorsBench,
];

const usage = (): string =>
  [
    'npm run bench                       every bench, which takes an hour',
    'npm run bench -- <id> … [--quick]   those, with less work each',
    'npm run bench -- compare <revision> this checkout against another, in turn',
    '',
    ...benches.map(({ id, title }) => `${id.padEnd(5)} ${title}`),
  ].join('\n');

const judgementOf = ({ id, modes }: Bench): Judgement => judged(id, modes, modeAsked());

/** Throws when a bench does not exist, or was named and is not for the mode that is asked for. */
const chosen = (wanted: readonly string[]): readonly Bench[] => {
  const unknown = wanted.filter((id) => !benches.some((bench) => bench.id === id));
  if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}.\n\n${usage()}`);
  if (wanted.length === 0) return benches;
  const named = benches.filter(({ id }) => wanted.includes(id));
  const unfit = named.map(judgementOf).filter(({ isTaken }) => !isTaken);
  if (unfit.length > 0) throw new Error(unfit.map(({ sentence }) => sentence).join('\n'));
  return named;
};

const run = async (args: readonly string[]): Promise<void> => {
  process.env['GUILDHALL_CHECK_ANSWERS'] = 'off';
  const quick = args.includes('--quick');
  const wanted = args.filter((argument) => argument !== '--quick');
  const taken = chosen(wanted);
  const on = machine();
  console.log(on);
  for (const bench of taken) {
    const { isTaken, sentence } = judgementOf(bench);
    if (sentence !== null) console.log(`\n${sentence}`);
    if (!isTaken) continue;
    console.log(`\n${bench.id} ${bench.title} — target: ${bench.target}`);
    const mode = bench.modes === 'as asked' ? { mode: modeAsked() } : {};
    const measure = (): Promise<Figures[]> => bench.run({ quick });
    const rows = await (mode.mode === 'server' ? withMongo(measure) : measure());
    console.table(Object.fromEntries(rows.map(({ case: name, ...figures }) => [name, figures])));
    mkdirSync('.bench', { recursive: true });
    writeFileSync(
      `.bench/${bench.id}.json`,
      `${JSON.stringify({ id: bench.id, target: bench.target, machine: on, ...mode, quick, rows }, null, 2)}\n`,
    );
  }
};

const main = async ([first, ...more]: readonly string[]): Promise<number> => {
  if (first === 'compare') return (await compare(more)).length === 0 ? 0 : 1;
  if (first === '--help') {
    console.log(usage());
    return 0;
  }
  await run(first === undefined ? [] : [first, ...more]);
  return 0;
};

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
