import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { root } from '../start/places.mjs';
import { exitWith, say, Unusable } from '../start/say.mjs';
import { figures } from './figures.mjs';
import { looseLimits, table, worseFigures } from './limits.mjs';
import { Tree } from './tree.mjs';

const usage = `npm run shape                  the counted figures of this checkout
npm run shape -- --where       and the places that were counted
npm run shape -- --check       fails when a figure is worse than tools/shape/limits.json
`;

const options = /** @type {const} */ ({
  check: { type: 'boolean' },
  where: { type: 'boolean' },
  help: { type: 'boolean' },
});

/** `npm run shape` */
await exitWith(async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: false });
  if (positionals.length > 0) throw new Unusable(usage, 2);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const tree = new Tree(root);
  const rows = figures.map((figure) => ({ figure, counted: figure.count(tree) }));
  table(rows).forEach((line, index) => {
    process.stdout.write(`${line}\n`);
    if (values.where === true)
      for (const place of rows[index]?.counted.where ?? []) process.stdout.write(`    ${place}\n`);
  });
  if (values.check !== true) return 0;
  const limits = JSON.parse(readFileSync(new URL('./limits.json', import.meta.url), 'utf8'));
  const worse = worseFigures(rows, limits);
  for (const sentence of [...worse, ...looseLimits(rows, limits)]) say(sentence);
  return worse.length === 0 ? 0 : 1;
});
