import { defineErrors } from '../declarations/error.js';

export const templateErrors = defineErrors({
  TEMPLATE_NOT_FOUND: {
    status: 400,
    title: 'There is no template "{template}".',
    fix: 'Take an id from GET /templates, or a dir from GET /org/templates.',
  },
  TEMPLATE_INVALID: {
    status: 400,
    title: 'The template "{template}" cannot be used.',
    fix: 'Correct the problems listed in `problems`; each names its line.',
  },
  TEMPLATE_EXISTS: {
    status: 409,
    title: 'A template "{template}" already exists.',
    fix: 'Import it under another name.',
  },
  TEMPLATE_FILES_INVALID: {
    status: 400,
    title: 'The files of the template are not valid: {problem}.',
    fix: 'Send at most 200 text files, 10 MiB together, with relative paths below the folder of the template.',
  },
  ENVIRONMENT_MISSING: {
    status: 412,
    title: 'The template "{template}" needs environment variables that are not set for agents here: {missing}.',
    fix: '{suggestion}',
  },
});
