import { handOver } from '../start/hand-over.mjs';
import { exitWith } from '../start/say.mjs';

/** `node tools/readme/check.mjs`: runs the commands of the README against a fresh installation. */
await exitWith(() => handOver(new URL('./check-commands.mjs', import.meta.url), process.argv.slice(2)));
