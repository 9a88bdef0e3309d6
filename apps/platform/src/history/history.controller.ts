import {
  historyRoutes,
  GuildhallError,
  type EventItem,
  type GraphState,
  type Page,
  type HistoryRangeView,
} from '@guildhall/contracts';
import { HistoryQuery, RangeQuery, StateQuery } from '@guildhall/contracts/history/queries';
import { Controller, Query } from '@nestjs/common';
import type { Principal } from '../commands/command-meta.js';
import { Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { HistoryRange } from './history-range.js';
import { PastGraphs } from './past-graphs.js';
import { RecordedEvents } from './recorded-events.js';

@Controller()
export class HistoryController {
  constructor(
    private readonly events: RecordedEvents,
    private readonly graphs: PastGraphs,
    private readonly range: HistoryRange,
  ) {}

  @Route(historyRoutes.page)
  page(@Query() query: HistoryQuery, @Who() who: Principal): Promise<Page<EventItem>> {
    const filter = {
      org: who.org,
      ...(query.workspace === undefined ? {} : { workspace: query.workspace.toLowerCase() }),
      ...(query.type === undefined ? {} : { types: query.type.split(',') }),
      ...(query.up_to === undefined ? {} : { upTo: query.up_to }),
    };
    return this.events.page(who, filter, {
      limit: query.limit,
      after: query.after ?? null,
      direction: query.direction,
    });
  }

  @Route(historyRoutes.state)
  state(@Query() query: StateQuery, @Who() who: Principal): Promise<GraphState> {
    const named = [query.position, query.ordinal, query.at].filter((value) => value !== undefined).length;
    if (named > 1)
      throw new GuildhallError('BAD_QUERY', { name: 'position', reason: 'give one of position, ordinal and at.' });
    return this.graphs.state(who.org, query);
  }

  @Route(historyRoutes.range)
  density(@Query() query: RangeQuery): Promise<HistoryRangeView> {
    return this.range.view(query.buckets);
  }
}
