import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { guildhall } from './tools/eslint/plugin.mjs';
import { typeAware } from './tools/eslint/type-aware.mjs';

/** Boundaries of docs/architecture: which project may import which. The list is the architecture; a change here needs an ADR. */
const may = (source, ...targets) => ({ sourceTag: source, onlyDependOnLibsWithTags: targets.map((t) => `lib:${t}`) });
const banned = (source, ...packages) => ({
  sourceTag: source,
  onlyDependOnLibsWithTags: ['*'],
  bannedExternalImports: packages,
});
const servers = [
  'contracts',
  'domain',
  'event-store',
  'read-store',
  'leases',
  'agent-files',
  'blob-store',
  'vault',
  'mongodb',
  'org-graph',
  'client',
];

const boundaries = [
  may('lib:contracts'),
  may('lib:domain', 'contracts'),
  may('lib:org-graph', 'contracts'),
  may('lib:event-store', 'contracts'),
  may('lib:mongodb'),
  may('lib:read-store', 'contracts', 'mongodb'),
  may('lib:leases', 'contracts', 'mongodb'),
  may('lib:agent-files', 'contracts'),
  may('lib:blob-store', 'contracts', 'mongodb'),
  may('lib:vault', 'contracts', 'blob-store', 'mongodb'),
  may('lib:client', 'contracts'),
  may('lib:testing', ...servers),
  may('app:platform', ...servers),
  may('app:projector', 'contracts', 'event-store', 'read-store', 'leases', 'blob-store', 'org-graph', 'mongodb'),
  may('app:canvas', 'contracts', 'client', 'org-graph'),
  may('app:runtime', 'contracts', 'client', 'agent-files'),
  may('app:bench', ...servers, 'testing'),
  may('app:e2e', 'contracts', 'client', 'org-graph', 'event-store', 'read-store', 'testing'),
  banned('lib:domain', '@nestjs/*', 'fastify', 'mongodb', 'socket.io*', 'rxjs', 'pino'),
  banned('lib:org-graph', '@nestjs/*', 'fastify', 'mongodb', 'socket.io*', 'rxjs', 'pino', 'class-validator'),
  banned('lib:contracts', '@nestjs/*', 'fastify', 'mongodb', 'socket.io*', 'rxjs', 'pino'),
];

/** Specs of programs may also use what is made for tests. */
const boundariesOfSpecs = boundaries.map((rule) =>
  rule.sourceTag.startsWith('app:')
    ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'lib:testing'] }
    : rule,
);
const boundaryRule = (depConstraints) => [
  'error',
  { allow: [], enforceBuildableLibDependency: false, banTransitiveDependencies: false, depConstraints },
];

/** Pure libraries: the same events must give the same state on every machine, at any time. */
const impure = [
  'Date',
  'performance',
  'process',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'console',
].map((name) => ({
  name,
  message:
    'Pure code: pass the value in (contracts, domain and org-graph know no clock, random or I/O). Instants are read and written by libs/contracts/src/instant.ts.',
}));

const noValidator = 'Import the type only: a class of an input brings the validator into the browser.';

export default [
  { ignores: ['**/dist', '**/node_modules', '.nx', '.guildhall', 'coverage', 'e2e/output'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin, guildhall },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundaries),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true, IIFEs: true }],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-var': 'error',
      'guildhall/folder-cycles': 'error',
      'guildhall/few-dependencies': 'error',
      'guildhall/slice-inside': 'error',
      'guildhall/small-folders': 'error',
    },
  },
  ...typeAware,
  { files: ['libs/contracts/src/answer-schemas/*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.spec.ts', '**/*.suite.ts', '**/*.e2e.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundariesOfSpecs),
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': 'off',
      'guildhall/folder-cycles': 'off',
      'guildhall/slice-inside': 'off',
      'guildhall/few-dependencies': 'off',
    },
  },
  {
    files: ['apps/canvas/src/**/*.ts', 'libs/client/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.suite.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['class-validator', 'class-transformer'], message: noValidator },
            {
              group: ['@guildhall/contracts/*', '@guildhall/contracts/*/*'],
              allowTypeImports: true,
              message: noValidator,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['libs/contracts/src/*/{events,declarations}.ts'],
    rules: { 'guildhall/event-texts': 'error' },
  },
  {
    files: ['libs/contracts/src/**/*.ts'],
    ignores: ['libs/contracts/src/instant.ts', '**/*.spec.ts'],
    rules: { 'no-restricted-globals': ['error', ...impure] },
  },
  {
    files: ['libs/domain/src/**/*.ts', 'libs/org-graph/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impure],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pure code: pass the value in.' },
      ],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
    },
  },
  {
    files: ['{apps,libs,runtime}/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.suite.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='DatabaseSync']:not(:has(Property[key.name='timeout']))",
          message: 'Say how long the connection waits for others (timeout): SQLite fails at once by default.',
        },
      ],
    },
  },
];
