/** Specs run as native ES modules: Nest 12 knows nothing else. */
module.exports = (root) => ({
  rootDir: root,
  testEnvironment: __dirname + '/tools/jest/environment.cjs',
  runtime: __dirname + '/tools/jest/runtime.cjs',
  // Files and processes are slow on a busy machine; no test waits for a fixed time.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testPathIgnorePatterns: process.env.GUILDHALL_ALL_TESTS ? [] : ['\\.slow\\.spec\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@guildhall/contracts/((?:[^/]+/)?(?:bodies|queries|requests|store-settings|paging|presence|nested))$':
      __dirname + '/libs/contracts/src/$1.ts',
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
