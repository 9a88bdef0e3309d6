import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../start/places.mjs';
import { exitWith, say, Unusable } from '../start/say.mjs';
import { closePackages, traceImports } from './trace.mjs';

const usage = `node tools/compose/stage.mjs platform projector

Stages in dist/images the contents of the images of these programs: the built program, our libraries and packages
that it can load, and Node as package-lock.json names it. Run npm run build before, and docker-compose build after.
`;

/**
 * loadedByName: packages that no import names, because Nest, or another package, looks for them by itself.
 * @type {Record<string, { entries: string[], folders: string[], loadedByName: string[], flags: string }>}
 */
const images = {
  platform: {
    entries: ['dist/apps/platform/main.js', 'libs/event-store/dist/cli/log.js'],
    folders: ['dist/apps/platform', 'dist/apps/canvas/browser', 'templates'],
    loadedByName: ['@fastify/static', `@lydell/node-pty-linux-${process.arch}`],
    flags: 'platform',
  },
  projector: {
    entries: ['dist/apps/projector/main.js', 'dist/apps/projector/cli.js'],
    folders: ['dist/apps/projector'],
    loadedByName: [],
    flags: 'projector',
  },
  agent: {
    entries: ['dist/runtime/main.js'],
    folders: ['dist/runtime', 'templates'],
    loadedByName: [],
    flags: '',
  },
  'test-stores': {
    entries: ['tools/servers/event-store.mjs', 'dist/runtime/main.js'],
    folders: ['tools/servers', 'tools/start', 'dist/runtime'],
    loadedByName: [],
    flags: '',
  },
};

const notNeeded = /\.(map|tsbuildinfo|md|markdown|d\.[cm]?ts)$|(^|\/)(test|tests|__tests__|example|examples|\.github)$/;
/** Second and third copies of the same code for bundlers and browsers, which Node never loads. */
const otherBuilds = /\/node_modules\/(rxjs\/(src|dist\/(esm|esm5|bundles|types))|swagger-ui-dist\/swagger-ui-es.*)$/;

/**
 * Copies without types, source maps and tests, but with every licence.
 * @param {string} path from the checkout's folder
 * @param {string} target
 */
const copy = (path, target) => {
  const filter = (/** @type {string} */ from) =>
    !notNeeded.test(from) &&
    !otherBuilds.test(from) &&
    !(basename(from) === 'node_modules' && from.includes('/node_modules/'));
  cpSync(join(root, path), join(target, path), { recursive: true, filter, verbatimSymlinks: true });
};

/**
 * @param {string} name
 * @returns {string} the folder
 */
const stage = (name) => {
  const image = images[name];
  if (image === undefined) throw new Unusable(usage, 2);
  const target = join(root, 'dist/images', name);
  rmSync(target, { recursive: true, force: true });
  const { libraries, packages } = traceImports(image.entries);
  for (const folder of image.folders) copy(folder, target);
  for (const library of libraries) {
    for (const part of ['package.json', 'dist']) copy(`libs/${library}/${part}`, target);
    mkdirSync(join(target, 'node_modules/@guildhall'), { recursive: true });
    symlinkSync(`../../libs/${library}`, join(target, 'node_modules/@guildhall', library));
  }
  for (const folder of closePackages([...packages, ...image.loadedByName])) copy(relative(root, folder), target);
  for (const file of ['LICENSE', 'package.json']) copy(file, target);
  const flags = JSON.parse(readFileSync(join(root, 'tools/node-flags.json'), 'utf8'))[image.flags] ?? [];
  writeFileSync(join(target, 'node-flags'), `${flags.join(' ')}\n`);
  return target;
};

/** Node has a folder of its own: all images share its layer. */
const stageNode = () => {
  const source = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin/node');
  if (!existsSync(source)) throw new Unusable(`Node for Linux is not installed here: run npm ci and this on Linux.`);
  const target = join(root, 'dist/images/node/bin/node');
  if (existsSync(target) && lstatSync(target).mtimeMs === lstatSync(source).mtimeMs) return;
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, target, { preserveTimestamps: true });
};

/** @param {readonly string[]} names */
export const stageImages = (names) => {
  stageNode();
  for (const name of names) say(`staged: ${relative(root, stage(name))}`);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await exitWith(async () => {
    const names = process.argv.slice(2);
    if (names.length === 0) throw new Unusable(usage, 2);
    stageImages(names);
    return 0;
  });
}
