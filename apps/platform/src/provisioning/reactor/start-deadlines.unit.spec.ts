import { jest } from '@jest/globals';
import type { Intent } from '../intents.js';
import { StartDeadlines } from './start-deadlines.js';

const workspaceId = 'coder';
const minute = 60_000;

describe('the time that a start may take', () => {
  let intent: Intent;
  let status: string;
  let failures: unknown[];
  let deadlines: StartDeadlines;

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-23T10:00:00.000Z') });
    [status, failures] = ['provisioning', []];
    intent = { workspaceId, incarnation: 1, runtime: 'command', phase: 'running', lost: false } as Intent;
    intent.expectedFrom = '2026-11-23T10:00:00.000Z';
    deadlines = new StartDeadlines(
      { get: () => intent, isComing: () => status === 'provisioning' },
      { write: async (_intent, _key, report) => void failures.push(report) },
      { next: (_id, act) => void act() },
      { startTimeoutOf: () => 2 * minute },
    );
    deadlines.begin();
  });
  afterEach(() => {
    deadlines.clear();
    jest.useRealTimers();
  });

  const failed = expect.objectContaining({
    type: 'failed',
    cause: { code: 'PROVISIONING_TIMEOUT', details: { seconds: expect.any(Number) } },
  });

  it('ends what did not come online, once it is over', () => {
    deadlines.expect(intent);
    jest.advanceTimersByTime(2 * minute - 1);
    expect(failures).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(failures).toEqual([failed]);
  });

  it('does not apply to an agent that came online or was started again', () => {
    deadlines.expect(intent);
    status = 'online';
    jest.advanceTimersByTime(2 * minute);
    status = 'provisioning';
    deadlines.expect(intent);
    intent.incarnation = 2;
    jest.advanceTimersByTime(2 * minute);
    expect(failures).toEqual([]);
  });

  it('does not pass while the platform was away: nobody could register', () => {
    jest.setSystemTime(new Date('2026-11-23T12:00:00.000Z'));
    deadlines.begin();
    deadlines.expect(intent);
    jest.advanceTimersByTime(2 * minute - 1);
    expect(failures).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(failures).toEqual([failed]);
  });

  it('does not pass while the engine is away', () => {
    deadlines.expect(intent);
    intent.lost = true;
    jest.advanceTimersByTime(2 * minute);
    deadlines.expect(intent);
    jest.advanceTimersByTime(2 * minute);
    expect(failures).toEqual([]);
  });
});
