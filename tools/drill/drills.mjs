/**
 * A drill is a run too long for every commit; `npm test -- --ci` or `npm run e2e` runs a short form of it.
 * `args` are those of Node. FULL_DRILL makes specs take their full size.
 * @typedef {{ about: string, args: readonly string[], env?: Record<string, string>, needs?: string }} Drill `env`: further
 *   variables; `needs`: variable that names a server
 * @type {Readonly<Record<string, Drill>>}
 */
export const drills = {
  chaos: {
    about: 'platform, projector and local agents killed 50 times under load (short form: 10 times)',
    args: ['e2e/chaos.ts', '--rounds', '50'],
  },
  'four-platforms': {
    about: 'four platforms and two projectors killed 20 times under load (short form: two platforms, 10 times)',
    args: ['e2e/chaos.ts', '--rounds', '20'],
    env: { GUILDHALL_E2E_STORES: 'server', GUILDHALL_E2E_PLATFORMS: '4' },
    needs: 'GUILDHALL_TEST_MONGODB',
  },
  'full-disk': {
    about: 'a disk of 150 MB that fills and empties ten times under load (short form: twice)',
    args: ['e2e/run.mjs', 'full-disk', '--without-chaos'],
  },
  faults: {
    about: 'the EventStoreDB adapter through 3 × 1 000 random faults (short form: 200)',
    args: ['tools/test.mjs', '--ci', 'fault-table.slow'],
  },
  filters: {
    about: 'the MongoDB read store through 2 000 random queries (short form: 250)',
    args: ['tools/test.mjs', '--ci', 'filter-oracle.slow'],
    needs: 'GUILDHALL_TEST_MONGODB',
  },
  views: {
    about: 'the projector killed 50 times while it folds (short form: 10 times)',
    args: ['tools/test.mjs', '--ci', 'projector.slow'],
  },
  'new-slice': {
    about:
      'a generated slice in a fresh clone, with every check of the whole clone (short form: of what was generated)',
    args: ['tools/new-slice/whole-copy.mjs'],
  },
  scale: {
    about: 'the histories of companies of up to 10 000 workspaces (no short form)',
    args: ['tools/run.mjs', 'bench', 'S1'],
  },
};
