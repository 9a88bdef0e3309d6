import {
  liveLimits,
  type EventItem,
  type EventsFrame,
  type SnapshotFrame,
  type SubscribeRequest,
} from '@guildhall/contracts';
import { graphFoldVersion } from '@guildhall/org-graph';
import type { LiveRoom } from './live-room.js';
import { isVisible } from './visibility.js';

/** The frames that bring a client from the position it holds to where the room is. `missing`: all events between the two. */
export const catchUpFrames = (room: LiveRoom, from: string, missing: readonly EventItem[]): EventsFrame[] => {
  const { sub } = room;
  const visible = missing.filter((item) => isVisible(item, room.viewer, room.scope));
  const frames: EventsFrame[] = [];
  let held = from;
  for (let start = 0; start < visible.length; start += liveLimits.batchEvents) {
    const items = visible.slice(start, start + liveLimits.batchEvents);
    const last = items.at(-1);
    if (last === undefined) break;
    frames.push({ sub, from: held, to: last.position, ordinal: last.ordinal, items });
    held = last.position;
  }
  if (held !== room.position) frames.push({ sub, from: held, to: room.position, ordinal: room.ordinal, items: [] });
  return frames;
};

/** What the client holds comes from this log and from this version of the fold; events can bring it to the head. */
export const isOfThisLog = ({ logId, foldVersion }: SubscribeRequest, ourLogId: string): boolean =>
  (logId ?? ourLogId) === ourLogId && (foldVersion ?? graphFoldVersion) === graphFoldVersion;

/** The frame that replaces whatever a client holds. */
export const snapshotFrame = (
  { sub, position, ordinal }: LiveRoom,
  { graph, logId }: Pick<SnapshotFrame, 'graph' | 'logId'>,
): SnapshotFrame => ({ sub, position, ordinal, foldVersion: graphFoldVersion, logId, graph });
