/** Nest 12 is ESM only: specs run as native ES modules (NODE_OPTIONS=--experimental-vm-modules, set in nx.json). */
module.exports = (root) => ({
  rootDir: root,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testPathIgnorePatterns: process.env.GUILDHALL_ALL_TESTS ? [] : ['\\.slow\\.spec\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@guildhall/([^/]+)$': __dirname + '/libs/$1/src/index.ts',
    '^@guildhall/([^/]+)/([^/]+)$': __dirname + '/libs/$1/src/$2/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
});
