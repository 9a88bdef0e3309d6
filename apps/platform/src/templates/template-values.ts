import { workspaceLimits } from '@guildhall/contracts';

/** One map of a template, of the right shape. */
export type Values = Record<string, unknown>;

/** A text that says something, or undefined. */
export const textOf = (values: Values, key: string): string | undefined =>
  typeof values[key] === 'string' && values[key] !== '' ? values[key] : undefined;

export const present = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** A description as the role of a workspace, which is one line and goes into YAML of agents. */
export const asRole = (description: string): string =>
  description
    .replace(/[\u0000-\u001f\u007f{}[\]|>*&!]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, workspaceLimits.role);
