import { handOver } from './start/hand-over.mjs';
import { exitWith } from './start/say.mjs';

/** `npm test`: runs on any Node 20 without packages. */
const args = [...process.argv.slice(2), `--begun=${Date.now()}`];
await exitWith(() => handOver(new URL('./test/run-tests.mjs', import.meta.url), args));
