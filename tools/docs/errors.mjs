import { handOver } from '../start/hand-over.mjs';
import { exitWith } from '../start/say.mjs';

/** `node tools/docs/errors.mjs [--check]`: writes docs/reference/errors.md, or says whether it is up to date. */
await exitWith(() => handOver(new URL('./errors-page.mjs', import.meta.url), process.argv.slice(2)));
