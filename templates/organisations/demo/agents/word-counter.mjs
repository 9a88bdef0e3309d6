import { readFileSync } from 'node:fs';

const usage = 'Send me any text: I count its words, sentences and paragraphs, and say which words come up most.';
const wordsPerMinute = 230;
const small = new Set(
  'a an and are as at be but by for from has have he her his i in is it its not of on or she that the their them they this to was we were which will with you'.split(
    ' ',
  ),
);

const text = readFileSync(0, 'utf8').trim();
const words = text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
if (words.length === 0) {
  console.error(text === '' ? `The message is empty. ${usage}` : `There is no word in the message. ${usage}`);
  process.exit(2);
}

const sentences = text.split(/(?<=[.!?…])\s+|\n{2,}/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
const paragraphs = text.split(/\n\s*\n/).length;
const characters = [...text].length;
const counts = new Map();
for (const word of words.map((each) => each.toLowerCase())) counts.set(word, (counts.get(word) ?? 0) + 1);
const frequent = [...counts]
  .filter(([word, count]) => count > 1 && !small.has(word))
  .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  .slice(0, 5);
const seconds = Math.max(1, Math.round((words.length / wordsPerMinute) * 60));
const reading = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

const rows = [
  ['Words', words.length],
  ['Different words', counts.size],
  ['Characters', characters],
  ['Sentences', sentences],
  ['Paragraphs', paragraphs],
  ['Reading time', reading],
];
console.log(`**${words.length} ${words.length === 1 ? 'word' : 'words'}**\n`);
console.log('| | |\n|---|--:|');
for (const [name, value] of rows) console.log(`| ${name} | ${value} |`);
if (frequent.length > 0)
  console.log(`\nMost frequent: ${frequent.map(([word, count]) => `${word} (${count})`).join(', ')}.`);
