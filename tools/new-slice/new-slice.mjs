import { main as writeReferences } from '../docs/write-references.mjs';
import { exitWith, say, Unusable } from '../start/say.mjs';
import { makeSlice } from './make-slice.mjs';

/** `npm run new:slice <name>` */
await exitWith(async () => {
  const [slice, ...rest] = process.argv.slice(2);
  if (rest.length > 0) throw new Unusable('One name only: npm run new:slice reviews', 2);
  for (const path of makeSlice(slice)) say(`  ${path}`);
  const code = await writeReferences([]);
  say(
    'It compiles and has tests. Now give it the names of your business: events first, then rules, then routes (CONTRIBUTING.md).\n' +
      'Then run: node tools/docs/references.mjs, npm test, npm run lint',
  );
  return code;
});
