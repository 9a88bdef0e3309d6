const { default: Sequencer } = require('@jest/test-sequencer');

/** @param {{ path: string }} test */
const startsProcesses = ({ path }) => /\.(int|slow)\.spec\.ts$/.test(path);

/** Jest knows no durations in a fresh checkout: what starts processes goes first, so it does not run alone at the end. */
class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted.filter(startsProcesses), ...sorted.filter((test) => !startsProcesses(test))];
  }
}

module.exports = LongestFirst;
