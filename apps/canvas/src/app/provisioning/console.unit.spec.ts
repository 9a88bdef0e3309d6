import type { ConsoleView } from '@guildhall/contracts';
import { plainText } from '../elements/ansi.js';
import { ConsoleFollower, consolePolicy } from './console-follower.js';
import { searched } from './console-search.js';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

const following = (...answers: (ConsoleView | Error)[]) => {
  const asked: number[] = [];
  const timers: (() => void)[] = [];
  const follower = new ConsoleFollower(
    async (after) => {
      asked.push(after);
      const answer = answers.shift() ?? { output: '', from: after, to: Math.max(after, 0) };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    (_ms, act) => {
      timers.push(act);
      return () => void timers.splice(timers.indexOf(act), 1);
    },
  );
  const tick = async (): Promise<void> => {
    timers.shift()?.();
    await settled();
  };
  return { follower, asked, tick, timers };
};

describe('following the output of an agent', () => {
  it('begins near the end and continues from there', async () => {
    const { follower, asked, tick } = following(
      { output: 'two\n', from: 100, to: 104 },
      { output: 'three\n', from: 104, to: 110 },
    );
    follower.start();
    await settled();
    expect(follower.isCut()).toBe(true);
    await tick();
    expect(follower.output()).toBe('two\nthree\n');
    await tick();
    expect(asked).toEqual([-consolePolicy.firstBytes, 104, 110]);
  });

  it('starts over with a new log', async () => {
    const { follower, tick } = following(
      { output: 'old', from: 0, to: 500 },
      { output: 'new', from: 0, to: 3 },
      { output: '!', from: 3, to: 4 },
    );
    follower.start();
    await settled();
    await tick();
    expect(follower.output()).toBe('new');
    await tick();
    expect(follower.output()).toBe('new!');
  });

  it('asks nothing while it is paused, and then resumes where it was', async () => {
    const { follower, asked, timers } = following({ output: 'a', from: 0, to: 1 });
    follower.start();
    await settled();
    follower.pause(true);
    expect(timers).toHaveLength(0);
    follower.pause(false);
    await settled();
    expect(asked).toEqual([-consolePolicy.firstBytes, 1]);
    expect(timers).toHaveLength(1);
  });

  it('keeps its output and tries again after an error', async () => {
    const { follower, tick } = following({ output: 'a', from: 0, to: 1 }, new Error('gone'), {
      output: 'b',
      from: 1,
      to: 2,
    });
    follower.start();
    await settled();
    await tick();
    expect(follower.problem()).toEqual(new Error('gone'));
    expect(follower.output()).toBe('a');
    await tick();
    expect(follower.problem()).toBeNull();
    expect(follower.output()).toBe('ab');
  });

  it('stops for good', async () => {
    const { follower, asked, timers } = following();
    follower.start();
    follower.stop();
    await settled();
    expect(timers).toHaveLength(0);
    expect(asked).toHaveLength(1);
  });

  it('does not hold more than a page can show', async () => {
    const { follower } = following({
      output: `first\n${'x'.repeat(consolePolicy.heldCharacters)}`,
      from: 0,
      to: 1_000_006,
    });
    follower.start();
    await settled();
    expect(follower.output().length).toBe(consolePolicy.heldCharacters);
    expect(follower.isCut()).toBe(true);
  });
});

describe('searching the output', () => {
  it('marks and numbers every match, whatever the case of its letters', () => {
    const { lines, matchLines } = searched(['An error: Error', 'fine'], 'error');
    expect(matchLines).toEqual([0, 0]);
    expect(lines[0]?.pieces).toEqual([
      { text: 'An ', match: null },
      { text: 'error', match: 0 },
      { text: ': ', match: null },
      { text: 'Error', match: 1 },
    ]);
    expect(lines[1]?.pieces).toEqual([{ text: 'fine', match: null }]);
  });

  it('marks nothing without a query, and keeps empty lines', () => {
    expect(searched(['', 'a'], '')).toEqual({
      lines: [{ pieces: [{ text: '', match: null }] }, { pieces: [{ text: 'a', match: null }] }],
      matchLines: [],
    });
    expect(searched([''], 'x').lines[0]?.pieces).toHaveLength(1);
  });
});

describe('output as text', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007here', 'here'],
    ['one\r\ntwo', 'one\ntwo'],
    ['10 %\r50 %\r100 %\ndone', '100 %\ndone'],
    ['plain [31m text', 'plain [31m text'],
  ])('%j is %j', (output, text) => expect(plainText(output)).toBe(text));
});
