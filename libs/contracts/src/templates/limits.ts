import { workspaceLimits } from '../workspaces/limits.js';

export const templateLimits = {
  /** Files of a workspace template. */
  files: 200,
  /** Bytes of all files of a workspace template together. */
  bytes: 10_485_760,
  /** Levels of JSON of an organisation template: a list and an object for each level of the tree, and their contents. */
  jsonDepth: 2 * workspaceLimits.depth + 64,
} as const;
