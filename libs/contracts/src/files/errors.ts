import { defineErrors } from '../declarations/error.js';

export const fileErrors = defineErrors({
  PATH_REFUSED: {
    status: 400,
    title: 'The path {path} is refused: {reason}',
    fix: 'Give a path relative to its root, with "/" between the names and without "..", as the list of files shows it.',
  },
  FILE_NOT_FOUND: {
    status: 404,
    title: 'There is no file {path} below {root}.',
    fix: 'Take the path from the list of files.',
  },
  NOT_A_FILE: { status: 409, title: '{path} is not a file.', fix: 'Name a file; folders are listed, not read.' },
  NOT_A_DIRECTORY: {
    status: 409,
    title: '{path} is not a folder.',
    fix: 'Name a folder, or another path for the new file.',
  },
  FILE_TOO_LARGE: {
    status: 413,
    title: '{path} is larger than {limit} bytes.',
    fix: 'Split it, or transfer it to the agent another way.',
  },
  FILES_FULL: {
    status: 507,
    title: 'There is no room left for {path}.',
    fix: 'Remove files that the agent no longer needs, then write it again.',
  },
  ROOT_READ_ONLY: {
    status: 403,
    title: 'Files below {root} are read-only here.',
    fix: 'Give the workspace read_write access, or change the files at their source.',
  },
  FILE_CHANGED: {
    status: 412,
    title: '{path} has changed since you read it.',
    fix: 'Read it again, look at what changed, and save with the new ETag.',
  },
  FILES_BUSY: {
    status: 503,
    title: 'Another change to these files is in progress.',
    fix: 'Try again after the seconds in Retry-After.',
  },
  BACKEND_HAS_NO_FILES: {
    status: 501,
    title: 'Guildhall has no access to the files of {id}: its owner runs that agent elsewhere.',
    fix: 'Open them on the machine where the agent runs.',
  },
  TOO_MANY_FILES: {
    status: 413,
    title: 'There are more than {limit} entries below {path}.',
    fix: 'Name a folder further down.',
  },
  FILES_ANSWER_INVALID: {
    status: 502,
    title: 'The file service beside the agent gave an invalid answer: {reason}',
    fix: 'Restart the agent; its image and this platform must have the same version.',
  },
  CHANGE_INTERRUPTED: {
    status: 503,
    title:
      'The platform or the engine stopped in the middle of the change, and the files differ from what it asked for.',
    fix: 'Check the files, then make the change again.',
  },
  UPLOAD_INVALID: {
    status: 400,
    title: 'The upload cannot be read: {reason}',
    fix: 'Send multipart/form-data with one or more parts named "files".',
  },
});
