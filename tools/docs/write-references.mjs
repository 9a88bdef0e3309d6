import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ensureBuilt } from '../build/ensure-built.mjs';
import { root } from '../start/places.mjs';
import { say } from '../start/say.mjs';
import { answerSchemasModule } from './answers-schema.mjs';
import { errorsPage } from './errors-page.mjs';
import { eventsSchema } from './events-schema.mjs';
import { modulesPicture } from './modules-picture.mjs';
import { permissionsPage } from './permissions-page.mjs';

/** Every generated file and its content. */
const references = async () => {
  const contracts = await import(join(root, 'libs', 'contracts', 'dist', 'index.js'));
  const { errorRegistry, eventDeclarations, permissionsOf, routes } = contracts;
  return {
    'docs/architecture/modules.md': modulesPicture(),
    'docs/reference/errors.md': errorsPage(errorRegistry),
    'docs/reference/permissions.md': permissionsPage(routes, permissionsOf),
    'libs/contracts/src/answer-schemas/index.ts': answerSchemasModule(),
    'docs/reference/events.json': JSON.stringify(eventsSchema(eventDeclarations)),
  };
};

const formatted = async (/** @type {string} */ file, /** @type {string} */ content) =>
  /\.(json|ts)$/.test(file) ? format(content, { ...(await resolveConfig(join(root, file))), filepath: file }) : content;

/**
 * @param {readonly string[]} args `--check`: only report which files are stale
 * @returns {Promise<number>} 1 when `--check` finds a stale file
 */
export const main = async (args) => {
  await ensureBuilt(['contracts']);
  let code = 0;
  for (const [file, content] of Object.entries(await references())) {
    const path = join(root, file);
    const wanted = await formatted(file, content);
    const isCurrent = existsSync(path) && readFileSync(path, 'utf8') === wanted;
    if (!isCurrent && !args.includes('--check')) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, wanted);
    }
    if (isCurrent || !args.includes('--check')) continue;
    say(`${file} is stale: run node tools/docs/references.mjs and commit the result.`);
    code = 1;
  }
  return code;
};
