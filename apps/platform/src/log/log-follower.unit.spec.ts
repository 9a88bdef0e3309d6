import type { EventStore } from '@guildhall/event-store';
import { fact, recordedLog } from '@guildhall/testing';
import type { FoldSnapshots } from './fold-snapshots.js';
import type { LogFolds } from './log-folds.js';
import { LogFollower } from './log-follower.js';

describe('a listener of the log', () => {
  it('receives events however often another one stops', async () => {
    const more = Promise.withResolvers<void>();
    const store = {
      logId: 'log',
      head: () => Promise.resolve({ position: null }),
      subscribeAll: async function* () {
        yield { kind: 'caughtUp' };
        await more.promise;
        yield { kind: 'events', events: recordedLog([fact('WorkspaceCreated')]) };
      },
    };
    const snapshots = { restore: () => Promise.resolve([]), save: () => Promise.resolve(), due: () => false };
    const none = { all: () => [] } as unknown;
    const follower = new LogFollower(
      store as unknown as EventStore,
      snapshots as unknown as FoldSnapshots,
      none as LogFolds,
    );
    await follower.start();
    const received: string[] = [];
    const stop = follower.listen(() => received.push('stopped'));
    follower.listen(() => received.push('listening'));
    stop();
    stop();
    more.resolve();
    await follower.stop();
    expect(received).toEqual(['listening']);
  });
});
