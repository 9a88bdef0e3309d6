import { defineErrors } from '../declarations/error.js';

export const configurationErrors = defineErrors({
  CONFIG_INVALID: {
    status: 400,
    title: 'The configuration is not valid: {first}',
    fix: 'Correct the problems listed in `problems`; each names its line.',
  },
  CONFIG_CHANGED: {
    status: 412,
    title: 'The configuration has changed since you read it.',
    fix: 'Read it again and apply your change to the new version.',
  },
});
