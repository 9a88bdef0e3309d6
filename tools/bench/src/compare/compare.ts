import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { machine } from '../harness/machine.js';
import { mainFigures, ratiosOf, verdictOf, type CaseRatio } from './ratios.js';
import { takeBench, withTreeOf } from './trees.js';

const usage = 'npm run bench -- compare <revision> [--only B2,B5] [--runs 5] [--quick] [--tree <built checkout of it>]';
const leastRatio = 0.95;

interface Options {
  revision: string;
  ids: readonly string[];
  runs: number;
  options: readonly string[];
  /** A checkout of the revision that is built already; null: one is made. */
  tree: string | null;
}

const parsed = (args: readonly string[]): Options => {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { only: text, runs: text, tree: text, quick: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [revision, ...more] = positionals;
  const ids = values.only?.split(',') ?? Object.keys(mainFigures);
  const unknown = ids.filter((id) => !Object.hasOwn(mainFigures, id));
  const runs = Number(values.runs ?? 5);
  if (unknown.length > 0)
    throw new Error(`${unknown.join(', ')} cannot be compared; these can: ${Object.keys(mainFigures).join(', ')}.`);
  if (revision === undefined || more.length > 0 || !Number.isInteger(runs) || runs < 1) throw new Error(usage);
  return { revision, ids, runs, options: values.quick ? ['--quick'] : [], tree: values.tree ?? null };
};

const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 10) / 10;

/** Takes a bench in both trees in turn, so that whatever else the machine does meets both. */
const pairsOf = async (id: string, tree: string, { runs, options }: Options): Promise<CaseRatio[][]> => {
  const pairs: CaseRatio[][] = [];
  for (let pair = 1; pair <= runs; pair += 1) {
    console.error(`${id}, pair ${pair} of ${runs}, load ${loadNow()}`);
    const ours = await takeBench('.', id, options);
    const theirs = await takeBench(tree, id, options);
    const ratios = ratiosOf(id, ours, theirs);
    if (ratios.length === 0) throw new Error(`${id}: the two trees have no case in common`);
    pairs.push(ratios);
  }
  return pairs;
};

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** `npm run bench -- compare <revision>`: how fast this tree is beside another one. Resolves with the ids that are slower. */
export const compare = async (args: readonly string[]): Promise<string[]> => {
  const asked = parsed(args);
  const benches: { id: string; ratio: number; slower: boolean; cases: CaseRatio[]; pairs: CaseRatio[][] }[] = [];
  const on = { machine: machine(), loadBefore: loadNow() };
  await withTreeOf(asked, async (tree) => {
    for (const id of asked.ids) {
      const pairs = await pairsOf(id, tree, asked);
      const { ratio, cases } = verdictOf(pairs);
      benches.push({ id, ratio: rounded(ratio), slower: ratio < leastRatio, cases, pairs });
      mkdirSync('.bench', { recursive: true });
      writeFileSync('.bench/compare.json', `${JSON.stringify({ ...asked, ...on, benches }, null, 2)}\n`);
    }
  });
  console.log(`${on.machine}, load ${on.loadBefore} before and ${loadNow()} after`);
  for (const { id, cases } of benches)
    console.table(
      Object.fromEntries(cases.map(({ case: name, ratio }) => [`${id} ${name}`, { ratio: rounded(ratio) }])),
    );
  console.log(`Median of ${asked.runs} paired runs, this tree against ${asked.revision}; above 1 is faster:`);
  console.table(
    Object.fromEntries(benches.map(({ id, ratio, slower }) => [id, { ratio, [`below ${leastRatio}`]: slower }])),
  );
  return benches.filter(({ slower }) => slower).map(({ id }) => id);
};
