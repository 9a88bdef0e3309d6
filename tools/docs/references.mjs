import { handOver } from '../start/hand-over.mjs';
import { exitWith } from '../start/say.mjs';

/** `node tools/docs/references.mjs [--check]`: writes the generated reference files, or reports which of them are stale. */
await exitWith(() => handOver(new URL('./write-references.mjs', import.meta.url), process.argv.slice(2)));
