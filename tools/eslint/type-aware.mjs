import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../start/places.mjs';

/** A project says by tsconfig.spec.json what its sources and specs are compiled with; `e2e` has specs only. */
const tsconfigs = () => {
  const folders = ['apps', 'libs', 'tools'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  // The later block wins: `tools` leaves its subfolders with a tsconfig of their own to them.
  const files = ['tools', ...folders, 'runtime'].map((folder) => [folder, `${folder}/tsconfig.spec.json`]);
  return [...files, ['e2e', 'e2e/tsconfig.json']].filter(([, file = '']) => existsSync(join(root, file)));
};

/** Rules that need types. @type {import('eslint').Linter.RulesRecord} */
const rules = {
  '@typescript-eslint/await-thenable': 'error',
  // What node:test returns is for those who nest tests by hand; the runner waits for them itself.
  '@typescript-eslint/no-floating-promises': [
    'error',
    { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'test', 'suite'] }] },
  ],
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
};

/**
 * One block for each project, because a file is then looked up in one program only.
 * @type {import('eslint').Linter.Config[]}
 */
export const typeAware = tsconfigs().map(([folder, project]) => ({
  files: [`${folder}/**/*.ts`],
  languageOptions: { parserOptions: { project, tsconfigRootDir: root } },
  rules,
}));
