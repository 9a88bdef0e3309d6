/** What other slices may use of this one. */
export { FeedIndex } from './feed-index.js';
export { HistoryModule } from './history.module.js';
export { PastGraphs } from './past-graphs.js';
export { RecordedEvents } from './recorded-events.js';
