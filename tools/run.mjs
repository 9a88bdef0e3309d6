import { handOver } from './start/hand-over.mjs';
import { exitWith } from './start/say.mjs';

/** `npm run <program> -- …` for everything besides start and test: installs and builds what is missing first. */
await exitWith(() => handOver(new URL('./start/run-program.mjs', import.meta.url), process.argv.slice(2)));
