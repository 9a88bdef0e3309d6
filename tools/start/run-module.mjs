import { exitWith } from './say.mjs';

const [module = '', ...args] = process.argv.slice(2);
await exitWith(async () => (await import(module)).main(args));
