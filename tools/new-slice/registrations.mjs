/**
 * One line of a shared file that makes the slice known: `text` goes before (or after) the first place where `anchor`
 * stands behind `from`.
 * @typedef {{ file: string, from?: string, anchor: string, place: 'before' | 'after', text: string }} Registration
 */

/** @type {readonly Registration[]} */
export const registrations = [
  {
    file: 'libs/contracts/src/index.ts',
    anchor: "export * from './history/views.js';",
    place: 'before',
    text: "export * from './reviews/events.js';\nexport * from './reviews/bodies.js';\nexport * from './reviews/views.js';\n",
  },
  {
    file: 'libs/contracts/src/events/registry.ts',
    anchor: 'import type { EventDeclaration }',
    place: 'before',
    text: "import { reviewEvents, type ReviewFact } from '../reviews/events.js';\n",
  },
  {
    file: 'libs/contracts/src/events/registry.ts',
    from: 'export const eventDeclarations',
    anchor: '} as const;',
    place: 'before',
    text: '  ...reviewEvents,\n',
  },
  {
    file: 'libs/contracts/src/events/registry.ts',
    from: 'export type AnyFact',
    anchor: ';',
    place: 'before',
    text: ' | ReviewFact',
  },
  {
    file: 'libs/contracts/src/errors/registry.ts',
    anchor: 'import { platformErrors }',
    place: 'before',
    text: "import { reviewErrors } from '../reviews/errors.js';\n",
  },
  {
    file: 'libs/contracts/src/errors/registry.ts',
    anchor: '} as const satisfies',
    place: 'before',
    text: '  ...reviewErrors,\n',
  },
  {
    file: 'libs/contracts/src/streams.ts',
    anchor: '} as const;',
    place: 'before',
    text: '  review: (id: string) => `review-${id}`,\n',
  },
  {
    file: 'libs/contracts/src/operations/projections.ts',
    from: 'export const viewNames',
    anchor: '] as const;',
    place: 'before',
    text: ", 'reviews'",
  },
  {
    file: 'libs/domain/src/index.ts',
    anchor: "export * from './testing/given.js';",
    place: 'before',
    text: "export * from './reviews/review.js';\n",
  },
  {
    file: 'libs/client/src/http/http-client.ts',
    anchor: 'import { createConnection',
    place: 'before',
    text: "import { reviewsClient } from '../reviews/reviews.client.js';\n",
  },
  {
    file: 'libs/client/src/http/http-client.ts',
    anchor: '    history: historyClient(connection),\n',
    place: 'after',
    text: '    reviews: reviewsClient(connection),\n',
  },
  {
    file: 'apps/platform/src/platform.module.ts',
    anchor: 'import type { Stores }',
    place: 'before',
    text: "import { ReviewsModule } from './reviews/reviews.module.js';\n",
  },
  {
    file: 'apps/platform/src/platform.module.ts',
    from: 'export const slices',
    anchor: '\n];',
    place: 'before',
    text: '\n  ReviewsModule,',
  },
  {
    file: 'apps/platform/src/http/open-api-views.ts',
    anchor: 'export const viewSchemas: Record<string, Schema> = {\n',
    place: 'after',
    text: [
      "  Review: record({ id, org: text, title: text, status: one('open', 'closed'), opened_at: instant, closed_reason: maybe(text) }),",
      "  ReviewPage: page(ref('Review')),",
      '  OpenedReview: record({ id, ...changed }),\n',
    ].join('\n'),
  },
  {
    file: 'apps/platform/src/http/open-api-views.ts',
    anchor: 'export const answers: Record<string, string> = {\n',
    place: 'after',
    text: [
      "  ReviewsController_list: 'ReviewPage',",
      "  ReviewsController_open: 'OpenedReview',",
      "  ReviewsController_close: 'Changed',\n",
    ].join('\n'),
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
 * @returns {string | null} null: the file has no such place any more
 */
export const registered = (source, { from = '', anchor, place, text }) => {
  const start = source.indexOf(from);
  const found = start === -1 ? -1 : source.indexOf(anchor, start);
  if (found === -1) return null;
  const at = place === 'before' ? found : found + anchor.length;
  return source.slice(0, at) + text + source.slice(at);
};
