import { existsSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

const platform = 'apps/platform/src/';

/**
 * Reports an import of one slice of the platform that does not go through the `index.ts` of the other. A slice is what
 * contracts declare routes or events of.
 * @param {string} root of the checkout
 * @returns {import('eslint').Rule.RuleModule}
 */
export const sliceInside = (root) => {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  const isSlice = (/** @type {string} */ folder) => {
    const found =
      known.get(folder) ??
      ['routes.ts', 'events.ts'].some((file) => existsSync(join(root, 'libs/contracts/src', folder, file)));
    known.set(folder, found);
    return found;
  };
  return {
    meta: {
      type: 'problem',
      schema: [],
      messages: {
        inside:
          'This import reaches inside the slice "{{slice}}". Import from {{platform}}{{slice}}/index.ts, and export there what other slices may use.',
      },
    },
    create: (context) => {
      const path = relative(root, context.filename).split(sep).join('/');
      const own = path.startsWith(platform) ? (path.slice(platform.length).split('/')[0] ?? '') : '';
      if (!isSlice(own)) return {};

      /** @param {{ source?: unknown }} node */
      const check = ({ source }) => {
        const literal = /** @type {import('estree').Literal | null | undefined} */ (source);
        if (typeof literal?.value !== 'string' || !literal.value.startsWith('.')) return;
        const target = posix.join(posix.dirname(path), literal.value);
        const [slice = '', ...rest] = target.startsWith(platform) ? target.slice(platform.length).split('/') : [];
        if (slice === own || !isSlice(slice) || rest.join('/') === 'index.js') return;
        context.report({ node: literal, messageId: 'inside', data: { slice, platform } });
      };
      return {
        ImportDeclaration: check,
        ExportNamedDeclaration: check,
        ExportAllDeclaration: check,
        ImportExpression: check,
        TSImportType: check,
      };
    },
  };
};
