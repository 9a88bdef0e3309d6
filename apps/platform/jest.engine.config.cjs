/** Specs that need a container engine and the image of the agents; without them they are skipped and say why. */
module.exports = {
  ...require('../../jest.preset.cjs')(__dirname),
  testMatch: ['<rootDir>/src/**/*.engine.spec.ts'],
  testTimeout: 60_000,
};
