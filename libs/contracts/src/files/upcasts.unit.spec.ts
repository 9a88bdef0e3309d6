import { oldFailures } from '../events/old-sentences.suite.js';
import { failureWithCause } from './upcasts.js';

const refusedPath = 'The path ../x is refused: it leads out of the folder.';
const manyEntries = 'There are more than 1000 entries below a b.';

oldFailures('FileChangeFailed', failureWithCause, [
  [
    'What is below configs can only be read here.',
    { code: 'ROOT_READ_ONLY', details: { root: 'configs' } },
    'Files below configs are read-only here.',
  ],
  [
    'There is no file my notes. below. txt below workspace.',
    { code: 'FILE_NOT_FOUND', details: { root: 'workspace' }, subject: 'my notes. below. txt' },
  ],
  ['a b is not a file.', { code: 'NOT_A_FILE', subject: 'a b' }],
  ['two\nlines is not a folder.', { code: 'NOT_A_DIRECTORY', subject: 'two\nlines' }],
  ['a b is larger than 10 bytes.', { code: 'FILE_TOO_LARGE', details: { limit: 10 }, subject: 'a b' }],
  ['There is no room left for a b.', { code: 'FILES_FULL', subject: 'a b' }],
  ['a b has changed since you read it.', { code: 'FILE_CHANGED', subject: 'a b' }],
  [
    'The platform or the engine ended in the middle of the change, and the files are not as it wanted them.',
    { code: 'CHANGE_INTERRUPTED' },
    'The platform or the engine stopped in the middle of the change, and the files differ from what it asked for.',
  ],
  [refusedPath, { code: 'PATH_REFUSED', recorded: refusedPath }],
  [manyEntries, { code: 'TOO_MANY_FILES', recorded: manyEntries }],
]);
