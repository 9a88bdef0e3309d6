export const configurationErrors = {
  CONFIG_INVALID: {
    status: 400,
    title: 'The configuration cannot be used: {first}',
    fix: 'Correct what problems names, with its line.',
  },
  CONFIG_CHANGED: {
    status: 412,
    title: 'The configuration was changed by somebody else meanwhile.',
    fix: 'Read it again, and bring your change into that.',
  },
} as const;
