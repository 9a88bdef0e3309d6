/**
 * One line of a shared file that makes the slice known: `text` goes before (or after) the first place where `anchor`
 * stands behind `from`.
 * @typedef {{ file: string, from?: string, anchor: string, place: 'before' | 'after', text: string }} Registration
 */

/** @type {readonly Registration[]} */
export const registrations = [
  {
    file: 'libs/contracts/src/slices.ts',
    anchor: 'import type {',
    place: 'before',
    text: "import { reviewErrors, reviewEvents, reviewRoutes } from './reviews/declarations.js';\n",
  },
  {
    file: 'libs/contracts/src/slices.ts',
    from: 'export const eventDeclarations',
    anchor: '} as const;',
    place: 'before',
    text: '  ...reviewEvents,\n',
  },
  {
    file: 'libs/contracts/src/slices.ts',
    from: 'export const sliceErrors',
    anchor: '} as const;',
    place: 'before',
    text: '  ...reviewErrors,\n',
  },
  {
    file: 'libs/contracts/src/slices.ts',
    from: 'export const routes',
    anchor: '} as const;',
    place: 'before',
    text: '  reviews: reviewRoutes,\n',
  },
  {
    file: 'libs/contracts/src/slices.ts',
    from: 'export const streams',
    anchor: '} as const;',
    place: 'before',
    text: '  review: (id: Id) => `review-${id}`,\n',
  },
  {
    file: 'libs/contracts/src/slices.ts',
    from: 'export const viewNames',
    anchor: '] as const;',
    place: 'before',
    text: ", 'reviews'",
  },
  {
    file: 'libs/contracts/src/slices.ts',
    anchor: "export * from './organisations/events.js';",
    place: 'before',
    text: "export * from './reviews/declarations.js';\nexport type * from './reviews/bodies.js';\n",
  },
  {
    file: 'libs/domain/src/index.ts',
    anchor: "export * from './testing/given.js';",
    place: 'before',
    text: "export * from './reviews/review.js';\n",
  },
  {
    file: 'apps/platform/src/platform.module.ts',
    anchor: 'import type { Stores }',
    place: 'before',
    text: "import { ReviewsModule } from './reviews/reviews.controller.js';\n",
  },
  {
    file: 'apps/platform/src/platform.module.ts',
    from: 'export const slices',
    anchor: '\n];',
    place: 'before',
    text: '\n  ReviewsModule,',
  },
  {
    file: 'apps/projector/src/views.ts',
    anchor: 'import { workspacesView }',
    place: 'before',
    text: "import { reviewsView } from './reviews/reviews.projection.js';\n",
  },
  {
    file: 'apps/projector/src/views.ts',
    from: 'export const views',
    anchor: '];',
    place: 'before',
    text: ', reviewsView',
  },
];

/**
 * @param {string} source
 * @param {Registration} registration
 * @returns {string | null} null: the file no longer has such a place
 */
export const registered = (source, { from = '', anchor, place, text }) => {
  const start = source.indexOf(from);
  const found = start === -1 ? -1 : source.indexOf(anchor, start);
  if (found === -1) return null;
  const at = place === 'before' ? found : found + anchor.length;
  return source.slice(0, at) + text + source.slice(at);
};
