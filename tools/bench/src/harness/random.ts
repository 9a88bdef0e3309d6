/** Numbers from 0 up to, not including, 1; the same for the same seed (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Index from 0 to `count - 1`, small ones far more often (Zipf with exponent 1). */
export const zipf = (random: () => number, count: number): number =>
  Math.min(count - 1, Math.floor(count ** random()) - 1);
