import type { Page } from '../declarations/answer.js';
import { defineRoute } from '../declarations/route.js';
import type { GraphState } from '../workspaces/graph.js';
import type { HistoryQuery, RangeQuery, StateQuery } from './queries.js';
import type { EventItem, HistoryRangeView } from './views.js';

export const historyRoutes = {
  page: defineRoute<{ query: HistoryQuery; answer: Page<EventItem> }>()('GET', '/history', {
    permission: 'history.read',
    summary: 'List events that the caller may see',
  }),
  state: defineRoute<{ query: StateQuery; answer: GraphState }>()('GET', '/history/state', {
    permission: 'history.read',
    summary: 'Read the organisation graph at a moment; without one, now',
  }),
  range: defineRoute<{ query: RangeQuery; answer: HistoryRangeView }>()('GET', '/history/range', {
    permission: 'history.read',
    summary: 'Read the first and last moment of the log and how many events lie between',
  }),
} as const;
