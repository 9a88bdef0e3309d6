import type { JsonObject, RecordedEvent } from '@guildhall/contracts';
import type { EventStore, Head } from '@guildhall/event-store';
import { fact, recordedLog } from '@guildhall/testing';
import type { LogFold } from './fold.js';
import { FoldSnapshots } from './fold-snapshots.js';
import { LogFollower } from './log-follower.js';
import type { LogFolds } from './log-folds.js';
import type { SnapshotFiles, SnapshotKey } from './snapshot-files.js';

const logOf = (count: number): RecordedEvent[] =>
  recordedLog(Array.from({ length: count }, (_, index) => fact(index % 2 === 0 ? 'RoleAssigned' : 'TierChosen')));

/** Keeps the ordinals of the events that it was given; `read` is what it saw of another fold each time. */
class Counting implements LogFold {
  readonly handles = ['RoleAssigned', 'TierChosen'] as const;
  applied: number[] = [];
  restored = 0;

  constructor(
    readonly name: string,
    readonly version = 1,
    readonly after: readonly string[] = [],
  ) {}

  apply(_event: RecordedEvent, ordinal: number): void {
    this.applied.push(ordinal);
  }
  toJson(): JsonObject {
    return { count: this.total };
  }
  fromJson(json: JsonObject): void {
    this.restored = Number(json['count']);
  }
  get total(): number {
    return this.restored + this.applied.length;
  }
}

/** Snapshots in memory, by the whole key. */
const filesOf = (kept: Map<string, JsonObject>): SnapshotFiles => {
  const textOf = ({ name, version, logId }: SnapshotKey): string => [name, version, logId].join();
  return {
    load: (key: SnapshotKey) => Promise.resolve(kept.get(textOf(key)) ?? null),
    save: (key: SnapshotKey, content: JsonObject) => Promise.resolve(void kept.set(textOf(key), content)),
  } as unknown as SnapshotFiles;
};

describe('the snapshots of the folds', () => {
  let kept: Map<string, JsonObject>;

  /** A platform that reads the log to its end and stops. */
  const ran = async (log: readonly RecordedEvent[], folds: readonly LogFold[]): Promise<void> => {
    const store = {
      logId: 'log',
      head: (): Promise<Head> => Promise.resolve({ position: log.at(-1)?.position ?? null } as Head),
      subscribeAll: async function* ({ after = '' }: { after?: string }) {
        await Promise.resolve();
        yield { kind: 'events', events: log.filter(({ position }) => position > after) };
        yield { kind: 'caughtUp' };
      },
    } as unknown as EventStore;
    const follower = new LogFollower(store, new FoldSnapshots(filesOf(kept)), {
      all: () => folds,
    } as unknown as LogFolds);
    await follower.start();
    expect([follower.ordinal, follower.recordedAt]).toEqual([log.length, log.at(-1)?.metadata.recordedAt]);
    await follower.stop();
  };

  beforeEach(() => void (kept = new Map()));

  it('spare every fold the events that it has', async () => {
    await ran(logOf(4), [new Counting('a'), new Counting('b')]);
    const again = [new Counting('a'), new Counting('b')];
    await ran(logOf(6), again);
    expect(again.map(({ applied }) => applied)).toEqual([
      [5, 6],
      [5, 6],
    ]);
  });

  it('let a new fold, or one of a new version, catch up alone', async () => {
    await ran(logOf(4), [new Counting('a'), new Counting('b')]);
    const again = [new Counting('a'), new Counting('b', 2), new Counting('c')];
    await ran(logOf(5), again);
    expect(again.map(({ applied }) => applied)).toEqual([[5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]);
    expect(again.map(({ total }) => total)).toEqual([5, 5, 5]);
  });

  it('take a fold back that a newer reader has to see as it was', async () => {
    await ran(logOf(4), [new Counting('source')]);
    const [source, reader] = [new Counting('source'), new Counting('reader', 1, ['source'])];
    await ran(logOf(5), [source, reader]);
    expect([source.applied, reader.applied]).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
  });

  it('are not used when they are ahead of a log that was put back', async () => {
    await ran(logOf(4), [new Counting('a')]);
    const again = new Counting('a');
    await ran(logOf(2), [again]);
    expect(again.applied).toEqual([1, 2]);
  });

  it('are of the handled types alone, and an unknown type stops the reading', async () => {
    const log = logOf(2);
    const unknown = { ...log[1], type: 'NeverDeclared', position: 'z', metadata: log[1]?.metadata } as RecordedEvent;
    await expect(ran([...log, unknown], [new Counting('a')])).rejects.toThrow('NeverDeclared');
  });
});
