export const templateErrors = {
  TEMPLATE_NOT_FOUND: {
    status: 400,
    title: 'There is no template "{template}".',
    fix: 'Take an id from GET /templates, or a dir from GET /org/templates.',
  },
  TEMPLATE_INVALID: {
    status: 400,
    title: 'The template "{template}" cannot be used.',
    fix: 'Correct what problems names, with its line.',
  },
  TEMPLATE_EXISTS: {
    status: 409,
    title: 'There is a template "{template}" already.',
    fix: 'Import it under another name.',
  },
  TEMPLATE_FILES_INVALID: {
    status: 400,
    title: 'The files of a template cannot be taken: {problem}.',
    fix: 'Send at most 200 text files, 10 MiB together, with relative paths below the folder of the template.',
  },
  ENVIRONMENT_MISSING: {
    status: 412,
    title: 'The template "{template}" needs environment variables that agents do not get here: {missing}.',
    fix: '{suggestion}',
  },
} as const;
