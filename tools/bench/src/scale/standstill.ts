import { setTimeout as delay } from 'node:timers/promises';

const askEveryMs = 10;

/** The longest time in milliseconds that the platform lets a request wait that costs nothing, while `act` runs. */
export const longestStandstill = async (url: string, act: () => Promise<unknown>): Promise<number> => {
  let isOver = false;
  let longest = 0;
  const ask = async (): Promise<void> => {
    while (!isOver) {
      const askedAt = performance.now();
      await (await fetch(`${url}/health/live`)).text();
      longest = Math.max(longest, performance.now() - askedAt);
      await delay(askEveryMs);
    }
  };
  const asking = ask();
  await act().finally(() => (isOver = true));
  await asking;
  return longest;
};
