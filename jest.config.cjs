/** All projects in one run: their specs share the workers, and what a worker has loaded once. */
module.exports = {
  rootDir: __dirname,
  projects: ['<rootDir>/apps/*', '<rootDir>/libs/*', '<rootDir>/runtime', '<rootDir>/tools', '<rootDir>/tools/bench'],
  testSequencer: '<rootDir>/tools/jest/sequencer.cjs',
  // Sources stay in memory for as long as a worker lives.
  workerIdleMemoryLimit: '1500MB',
};
