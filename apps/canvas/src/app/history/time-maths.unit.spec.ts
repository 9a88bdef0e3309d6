import { event } from '../testing/samples.js';
import { due, longestPauseMs } from '../time/playback.js';
import { timeAxis } from './time-axis.js';

const at = (ms: number) => event(ms, 'WorkspaceRenamed', {}, ms);
const start = Date.parse(at(0).recordedAt);

describe('due', () => {
  it('keeps the recorded rhythm', () => {
    const queue = [at(1_000), at(1_500), at(3_000)];
    expect(due(queue, { lastAt: start, unspentMs: 0 }, 900, 1).count).toBe(0);
    expect(due(queue, { lastAt: start, unspentMs: 900 }, 100, 1).count).toBe(1);
    expect(due(queue, { lastAt: start, unspentMs: 0 }, 1_600, 1)).toEqual({
      count: 2,
      pace: { lastAt: start + 1_500, unspentMs: 100 },
    });
  });

  it('is faster by the speed', () => {
    expect(due([at(1_000), at(2_000)], { lastAt: start, unspentMs: 0 }, 125, 16).count).toBe(2);
  });

  it('shortens a long pause', () => {
    const queue = [at(3_600_000)];
    expect(due(queue, { lastAt: start, unspentMs: 0 }, longestPauseMs - 1, 1).count).toBe(0);
    expect(due(queue, { lastAt: start, unspentMs: 0 }, longestPauseMs, 1).count).toBe(1);
  });
});

describe('timeAxis', () => {
  it('gives time room by what happened in it', () => {
    const density = [
      { at: '2026-11-23T10:00:00.000Z', count: 1 },
      { at: '2026-11-23T11:00:00.000Z', count: 0 },
      { at: '2026-11-23T12:00:00.000Z', count: 3 },
    ];
    const { slices, ticks } = timeAxis({ density });
    expect(slices.map(({ start: from, width }) => [from, width])).toEqual([
      [0, 0.25],
      [0.25, 0.75],
    ]);
    expect(slices[1]?.height).toBe(1);
    expect(ticks.map(({ place }) => place)).toEqual([0, 0.25]);
  });

  it('is empty for an empty log', () => {
    expect(timeAxis({ density: [] })).toEqual({ slices: [], ticks: [] });
  });
});
