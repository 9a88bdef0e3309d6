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
} as const;
