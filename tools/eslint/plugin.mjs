import { eventTexts } from './event-texts.mjs';
import { fewDependencies } from './few-dependencies.mjs';
import { folderCycles } from './folder-cycles.mjs';
import { root } from '../start/places.mjs';
import { sliceInside } from './slice-inside.mjs';
import { smallFolders } from './small-folders.mjs';

/** Rules of this product, beside those of others. @type {import('eslint').ESLint.Plugin} */
export const guildhall = {
  rules: {
    'event-texts': eventTexts,
    'folder-cycles': folderCycles(root),
    'few-dependencies': fewDependencies,
    'slice-inside': sliceInside(root),
    'small-folders': smallFolders(root),
  },
};
