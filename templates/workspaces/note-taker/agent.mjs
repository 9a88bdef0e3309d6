import { appendFileSync, existsSync, readFileSync } from 'node:fs';

const usage = 'Send me a line and I note it; send "read" and I read all of it out.';
const notes = 'notes.md';
const text = readFileSync(0, 'utf8').trim();

if (text === '') {
  console.error(`The message is empty. ${usage}`);
  process.exit(2);
}
if (text.toLowerCase() === 'read') {
  console.log(existsSync(notes) ? readFileSync(notes, 'utf8').trim() : `There is nothing yet. ${usage}`);
} else {
  appendFileSync(notes, `- ${text.replaceAll('\n', '\n  ')}\n`);
  const count = readFileSync(notes, 'utf8').split('\n- ').length;
  console.log(`Noted. ${count === 1 ? 'That is the first one.' : `There are ${count} now.`}`);
}
