import { posix, relative, sep } from 'node:path';
import { folderLimit, folderSizes } from '../shape/folder-size.mjs';
import { filesBelow } from '../shape/source-files.mjs';

const survey = (/** @type {string} */ root) => {
  const paths = filesBelow(root);
  return { paths, sizes: folderSizes(paths) };
};

const isLinted = (/** @type {string} */ path) => path.endsWith('.ts');

/**
 * Reports a folder that has grown too large, in the first file of it.
 * @param {string} root of the checkout
 * @returns {import('eslint').Rule.RuleModule}
 */
export const smallFolders = (root) => {
  /** Read once for each run. @type {{ paths: string[], sizes: Map<string, number> } | undefined} */
  let known;
  return {
    meta: {
      type: 'suggestion',
      schema: [],
      messages: {
        large: `{{folder}} has {{count}} source files of its own, at most ${folderLimit}. Give a part that has a name of its own a subfolder.`,
      },
    },
    create: (context) => ({
      Program: (node) => {
        known ??= survey(root);
        const { paths, sizes } = known;
        const path = relative(root, context.filename).split(sep).join('/');
        const folder = posix.dirname(path);
        const count = sizes.get(folder) ?? 0;
        if (count <= folderLimit || path !== paths.find((other) => posix.dirname(other) === folder && isLinted(other)))
          return;
        const data = { folder, count: String(count) };
        context.report({ node, loc: { line: 1, column: 0 }, messageId: 'large', data });
      },
    }),
  };
};
