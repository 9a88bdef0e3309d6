import type { EventItem, GraphState, Instant, Ordinal, Page, Position } from '@guildhall/contracts';
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
/** Name of a moment; none of them: now. */
export interface Moment {
  position?: Position;
  ordinal?: Ordinal;
  at?: Instant;
}
export interface LogEnd {
  position: Position;
  ordinal: Ordinal;
  at: Instant;
}
/** First and last moment of the log, and how many events each slice of the time between holds. */
export interface HistoryRange {
  first: LogEnd | null;
  last: LogEnd | null;
  density: { at: Instant; count: number }[];
}

export const historyClient = (connection: Connection) => ({
  page: (filter: HistoryFilter = {}, options?: QueryOptions) =>
    connection.get<Page<EventItem>>('/history', { ...filter }, options),
  state: (moment: Moment = {}, options?: QueryOptions) =>
    connection.get<GraphState>('/history/state', { ...moment }, options),
  range: (buckets = 120, options?: QueryOptions) =>
    connection.get<HistoryRange>('/history/range', { buckets }, options),
});
