const preset = require('../jest.preset.cjs')(__dirname);

/** The contract suite of an agent's files runs here over the real program: the library cannot know it. */
module.exports = {
  ...preset,
  moduleNameMapper: {
    '^@guildhall/agent-files/contract$': '<rootDir>/../libs/agent-files/src/contract/agent-files.suite.ts',
    ...preset.moduleNameMapper,
  },
};
