import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../shape/source-files.mjs';
import { root } from '../start/places.mjs';
import { exitWith, say } from '../start/say.mjs';
import { refusedWords } from './words.mjs';

const text = /\.(ts|mjs|cjs|html|css|md|py|sh|ya?ml)$/;
/** These have to name the words: the list and its tests, a changelog, and upcasts, which recognise what old versions wrote. */
const excepted = /^(tools\/(language|commits)\/|CHANGELOG\.md$)|\/upcasts(\.unit\.spec)?\.ts$/;

/** `node tools/language/check.mjs`: words of the glossary that a machine can refuse, in names, comments and docs. */
await exitWith(async () => {
  const paths = filesBelow(root).filter((path) => text.test(path) && !excepted.test(path));
  const findings = new Map(paths.map((path) => [path, refusedWords(readFileSync(join(root, path), 'utf8'))]));
  const sentences = [...findings].flatMap(([path, found]) =>
    found.map(({ line, word, instead }) => `${path}:${line} Write ${instead} instead of "${word}".`),
  );
  for (const sentence of sentences) say(sentence);
  return sentences.length === 0 ? 0 : 1;
});
