import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { dataPaths } from './config/data-directory.js';
import { readProjectorConfig } from './config/projector.config.js';
import { currentHolderId } from '@guildhall/leases';
import { LeaseKeeper } from './engine/lease-keeper.js';
import type { View } from './engine/view/view.js';
import { compareView } from './maintenance/compare.js';
import { rebuildView } from './maintenance/rebuild.js';
import { openStores } from './stores/open-stores.js';
import type { ProjectorStores } from './stores/stores.js';
import { views } from './views.js';

const names = views.map((view) => view.name).join(', ');
const usage = `usage: npm run projector -- rebuild <view>   builds the view again and changes over to the new copy
       npm run projector -- compare <view>   builds a second copy and compares it with the live one
views: ${names}
`;
const shownDifferences = 100;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const rebuild = async (view: View, stores: ProjectorStores, signal: AbortSignal): Promise<number> => {
  const leases = new LeaseKeeper(stores.leases, currentHolderId(), stores.leaseTimes);
  const { by, ordinal } = await rebuildView(view, stores, leases, signal);
  print(`rebuilt: ${view.name} by ${by}, ${ordinal} events`);
  return 0;
};

const compare = async (view: View, stores: ProjectorStores, signal: AbortSignal): Promise<number> => {
  const { documents, differences } = await compareView(view, stores, signal);
  if (differences.length === 0) {
    print(`equal: ${view.name}, ${documents} documents`);
    return 0;
  }
  print(`${differences.length} differences in ${view.name} (${documents} documents):`);
  for (const { id, kind } of differences.slice(0, shownDifferences)) print(`${id}  ${kind}`);
  return 1;
};

const commands = new Map([
  ['rebuild', rebuild],
  ['compare', compare],
]);

const run = async ([command = '', name = '', ...rest]: readonly string[]): Promise<number> => {
  const action = commands.get(command);
  const view = views.find((candidate) => candidate.name === name);
  if (action === undefined || view === undefined || rest.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const config = readProjectorConfig(process.env);
  if (config.store === 'embedded' && !existsSync(dataPaths(config.dataDir).log))
    throw new Error(`there is no log in ${config.dataDir}; set DATA_DIR to the data directory`);
  const stores = await openStores(config);
  try {
    return await action(view, stores, stopping.signal);
  } finally {
    await stores.close();
  }
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
