import type { EventItem, GraphState, Ordinal, Page, HistoryRangeView, Moment } from '@guildhall/contracts';
import type { Connection, QueryOptions } from '../http/connection.js';

export interface HistoryFilter {
  after?: string;
  limit?: number;
  direction?: 'asc' | 'desc';
  workspace?: string;
  /** Event types, separated by commas. */
  type?: string;
  /** Only events up to this ordinal. */
  up_to?: Ordinal;
}
export const historyClient = (connection: Connection) => ({
  page: (filter: HistoryFilter = {}, options?: QueryOptions) =>
    connection.get<Page<EventItem>>('/history', { ...filter }, options),
  state: (moment: Moment = {}, options?: QueryOptions) =>
    connection.get<GraphState>('/history/state', { ...moment }, options),
  range: (buckets = 120, options?: QueryOptions) =>
    connection.get<HistoryRangeView>('/history/range', { buckets }, options),
});
