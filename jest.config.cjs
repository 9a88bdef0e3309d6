/** All projects in one run: their specs share the workers, and what a worker has loaded once. */
module.exports = {
  rootDir: __dirname,
  projects: ['<rootDir>/apps/*', '<rootDir>/libs/*', '<rootDir>/runtime', '<rootDir>/tools', '<rootDir>/tools/bench'],
  // In a run over several projects Jest takes the limit from here, not from the preset.
  testTimeout: 30_000,
  testSequencer: '<rootDir>/tools/jest/sequencer.cjs',
  // Sources stay in memory for as long as a worker lives.
  workerIdleMemoryLimit: '1500MB',
};
