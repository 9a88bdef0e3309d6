import { Global, Module } from '@nestjs/common';
import { PastEvents } from '../live/past-events.js';
import { FeedIndex } from './feed-index.js';
import { HistoryController } from './history.controller.js';
import { HistoryRange } from './history-range.js';
import { Keyframes } from './keyframes.js';
import { Moments } from './moments.js';
import { PastGraphs } from './past-graphs.js';
import { RecordedEvents } from './recorded-events.js';

/** Global, because the live feed replays what is recorded here. */
@Global()
@Module({
  controllers: [HistoryController],
  providers: [
    FeedIndex,
    HistoryRange,
    Keyframes,
    Moments,
    PastGraphs,
    RecordedEvents,
    { provide: PastEvents, useExisting: RecordedEvents },
  ],
  exports: [FeedIndex, PastEvents, PastGraphs, RecordedEvents],
})
export class HistoryModule {}
