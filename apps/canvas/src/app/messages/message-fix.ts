import { errorRegistry, type ErrorCode } from '@guildhall/contracts';

/** What to do about the error a message ended with. */
export const messageFix = (code: string): string =>
  Object.hasOwn(errorRegistry, code)
    ? errorRegistry[code as ErrorCode].fix
    : 'Check the agent, then send the message again.';
