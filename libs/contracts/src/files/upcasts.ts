import type { UpcastStep } from '../declarations/event.js';
import { recognised, type OldSentence } from '../declarations/recognised.js';

/** By the error code of the failure: its sentence named only these values. */
const failures: { readonly [code: string]: readonly OldSentence[] } = {
  ROOT_READ_ONLY: [[/^What is below (?<root>\S+) can only be read here\.$/, 'ROOT_READ_ONLY']],
  FILE_NOT_FOUND: [[/^There is no file (?<subject>.*) below (?<root>\S+)\.$/s, 'FILE_NOT_FOUND']],
  NOT_A_FILE: [[/^(?<subject>.*) is not a file\.$/s, 'NOT_A_FILE']],
  NOT_A_DIRECTORY: [[/^(?<subject>.*) is not a folder\.$/s, 'NOT_A_DIRECTORY']],
  FILE_TOO_LARGE: [[/^(?<subject>.*) is larger than (?<limit>\d+) bytes\.$/s, 'FILE_TOO_LARGE']],
  FILES_FULL: [[/^There is no room left for (?<subject>.*)\.$/s, 'FILES_FULL']],
  FILE_CHANGED: [[/^(?<subject>.*) has changed since you read it\.$/s, 'FILE_CHANGED']],
  CHANGE_INTERRUPTED: [[/^The platform or the engine ended in the middle of the change,/, 'CHANGE_INTERRUPTED']],
};

/** Version 1 of `FileChangeFailed` stored the error code and its sentence. */
export const failureWithCause: UpcastStep = ({ code, cause, ...data }) => ({
  ...data,
  cause: recognised(String(cause), failures[String(code)] ?? [], String(code)),
});
