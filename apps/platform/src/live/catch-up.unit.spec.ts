import { declarationOf, liveLimits, type EventItem } from '@guildhall/contracts';
import { catchUpFrames } from './catch-up.js';
import { LiveRoom } from './live-room.js';

const org = 'org-1';
const permissions = [declarationOf('WorkspaceRenamed')?.permission ?? 'organisation.read'];
const position = (ordinal: number): string => String(ordinal).padStart(6, '0');
const item = (ordinal: number, itsOrg = org): EventItem =>
  ({ position: position(ordinal), ordinal, type: 'WorkspaceRenamed', metadata: { org: itsOrg } }) as EventItem;
const items = (from: number, to: number): EventItem[] =>
  Array.from({ length: to - from + 1 }, (_, index) => item(from + index));
const roomAt = (ordinal: number): LiveRoom =>
  new LiveRoom('key', 'sub', { kind: 'organisation' }, { org, permissions }, { position: position(ordinal), ordinal });
const summary = (frames: ReturnType<typeof catchUpFrames>) =>
  frames.map(({ from, to, ordinal, items: carried }) => [Number(from), Number(to), ordinal, carried.length]);

describe('frames that bring a returning client up to date', () => {
  it('follow each other without a gap, each no larger than a batch', () => {
    const last = 1 + liveLimits.batchEvents + 3;
    expect(summary(catchUpFrames(roomAt(last), position(1), items(2, last)))).toEqual([
      [1, last - 3, last - 3, liveLimits.batchEvents],
      [last - 3, last, last, 3],
    ]);
  });

  it('end where the room is, also when the newest events are not visible', () => {
    const missing = [item(2), item(3, 'another'), item(4, 'another')];
    expect(summary(catchUpFrames(roomAt(4), position(1), missing))).toEqual([
      [1, 2, 2, 1],
      [2, 4, 4, 0],
    ]);
  });

  it('are none for a client that is where the room is', () => {
    expect(catchUpFrames(roomAt(4), position(4), [])).toEqual([]);
  });
});
