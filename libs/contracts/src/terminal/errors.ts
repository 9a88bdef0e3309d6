import { defineErrors } from '../declarations/error.js';

export const terminalErrors = defineErrors({
  TERMINAL_LIMIT: {
    status: 429,
    title: 'The workspace {id} already has {limit} open terminals.',
    fix: 'Close one of them first.',
  },
  TERMINAL_UNKNOWN: {
    status: 404,
    title: 'There is no open terminal {session} on this connection.',
    fix: 'Open one first; a connection that broke has closed its terminals.',
  },
  BACKEND_HAS_NO_TERMINAL: {
    status: 501,
    title: 'The owner of {id} runs its agent elsewhere, where Guildhall cannot open a terminal.',
    fix: 'Log in where it runs.',
  },
});
