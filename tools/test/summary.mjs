const colours = /\u001b\[[0-9;]*m/g;
const task = /^> nx run ([^: ]+):test(?:\s|$)/;
const summary = /^Tests:\s+(.*\d+ total)\s*$/;

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { silent: string[] }} Summary `silent`: projects whose runner did not report any number
 */

/**
 * @param {string} text "2 failed, 1 skipped, 30 passed, 33 total"
 * @returns {Counts}
 */
const countsOf = (text) => {
  const count = (/** @type {string} */ word) => Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') + count('todo') };
};

/**
 * Adds up what the test runners of all projects wrote. Nx replays their output from its cache, so this holds for
 * cached results too. A project that reported nothing (crashed, found no tests) counts as one failure.
 * @param {string} output of `nx run-many -t test --outputStyle=static`
 * @param {readonly string[]} expected every project that has tests
 * @returns {Summary}
 */
export const summarise = (output, expected) => {
  /** @type {Map<string, Counts>} */
  const reported = new Map();
  let project = '';
  for (const line of output.replace(colours, '').split('\n')) {
    project = task.exec(line.trim())?.[1] ?? project;
    const totals = summary.exec(line.trim())?.[1];
    if (totals !== undefined && project !== '') reported.set(project, countsOf(totals));
  }
  const silent = expected.filter((name) => {
    const counts = reported.get(name);
    return counts === undefined || counts.passed + counts.failed === 0;
  });
  const sum = { passed: 0, failed: silent.length, skipped: 0, silent };
  for (const counts of reported.values()) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  return sum;
};
