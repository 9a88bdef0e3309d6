import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { nameOf } from './messages.js';
import type { WireRecord } from '../log/record.js';

type Expression = ReadReq.Options.FilterOptions.Expression;

/** The records of a subscription: those of one stream, or those whose stream or type matches the filter. */
export const matcherOf = (options: ReadReq.Options): ((record: WireRecord) => boolean) => {
  const filter = options.getFilter();
  if (options.hasStream()) {
    const name = nameOf(options.getStream()?.getStreamIdentifier());
    const position = options.getStream();
    const after = position?.hasRevision() ? Number(position.getRevision()) : -1;
    return ({ stream, revision }) => stream === name && revision > after;
  }
  if (filter === undefined) return () => true;
  const byStream = filter.getStreamIdentifier();
  if (byStream !== undefined) return ({ stream }) => fits(byStream, stream);
  const byType = filter.getEventType();
  return byType === undefined ? () => true : ({ type }) => fits(byType, type);
};

const fits = (expression: Expression, text: string): boolean =>
  expression.getRegex() === ''
    ? expression.getPrefixList().some((prefix) => text.startsWith(prefix))
    : new RegExp(expression.getRegex()).test(text);
