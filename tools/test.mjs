import { handOver } from './start/hand-over.mjs';
import { exitWith } from './start/say.mjs';

/** `npm test`: runs on any Node 20 without packages. */
await exitWith(() => handOver(new URL('./test/run-tests.mjs', import.meta.url), process.argv.slice(2)));
