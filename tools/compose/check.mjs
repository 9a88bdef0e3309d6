import { handOver } from '../start/hand-over.mjs';
import { exitWith } from '../start/say.mjs';

/** `node tools/compose/check.mjs`: what docker-compose.yml says is valid, and runs where an engine answers. */
await exitWith(() => handOver(new URL('./check-compose.mjs', import.meta.url), process.argv.slice(2)));
