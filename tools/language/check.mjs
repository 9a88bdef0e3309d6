import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../shape/source-files.mjs';
import { root } from '../start/places.mjs';
import { exitWith, say } from '../start/say.mjs';
import { refusedWords } from './words.mjs';

const text = /\.(ts|mjs|cjs|html|css|md|py|sh|ya?ml)$/;
/** The list itself and the tests of it have to name the words; a changelog tells of what was. */
const excepted = /^(tools\/(language|commits)\/|CHANGELOG\.md$)/;

/** @type {readonly string[]} */
const stillOpen = JSON.parse(readFileSync(new URL('./still-open.json', import.meta.url), 'utf8'));

/** `node tools/language/check.mjs`: words of the glossary that a machine can refuse, in names, comments and docs. */
await exitWith(async () => {
  const paths = filesBelow(root).filter((path) => text.test(path) && !excepted.test(path));
  const findings = new Map(paths.map((path) => [path, refusedWords(readFileSync(join(root, path), 'utf8'))]));
  const isKnown = (/** @type {string} */ path) => stillOpen.includes(path);
  const sentences = [...findings].flatMap(([path, found]) =>
    isKnown(path)
      ? []
      : found.map(({ line, word, instead }) => `${path}:${line} Write ${instead} instead of "${word}".`),
  );
  const mended = stillOpen.filter((path) => (findings.get(path) ?? []).length === 0);
  for (const sentence of sentences) say(sentence);
  for (const path of mended)
    say(`Take ${path} out of tools/language/still-open.json: it holds no refused word any more.`);
  return sentences.length === 0 ? 0 : 1;
});
