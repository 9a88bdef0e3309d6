import { handOver } from './start/hand-over.mjs';
import { readOptions, usage } from './start/options.mjs';
import { stopOrphans } from './start/processes/orphans.mjs';
import { refuseTakenPort } from './start/processes/port.mjs';
import { refuseSecondStart } from './start/processes/second-start.mjs';
import { exitWith } from './start/say.mjs';

/** `npm start`: runs on any Node 20 without packages; see tools/start/options.mjs for its options. */
await exitWith(async () => {
  const options = readOptions(process.argv.slice(2), process.env, process.env['INIT_CWD'] ?? process.cwd());
  if (options === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  refuseSecondStart(options.dataDir);
  await stopOrphans(options.dataDir);
  await refuseTakenPort(options.port, options.host);
  return handOver(new URL('./start/launch.mjs', import.meta.url), [JSON.stringify(options)]);
});
