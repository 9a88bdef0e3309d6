import { describe, expect, it } from '@jest/globals';
import { summarise } from './summary.mjs';

const file = (name: string, status: string, ...states: string[]) => ({
  name,
  status,
  assertionResults: states.map((state) => ({ status: state })),
});
const files = [
  file('/g/libs/contracts/src/a.unit.spec.ts', 'passed', 'passed', 'passed', 'pending'),
  file('/g/libs/domain/src/b.unit.spec.ts', 'failed', 'passed', 'failed', 'todo'),
];
const folders = ['/g/libs/contracts', '/g/libs/domain'];

describe('the sum of all tests', () => {
  it('adds up what each file reported', () => {
    expect(summarise(files, folders)).toEqual({ passed: 3, failed: 1, skipped: 2, silent: [] });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const broken = file('/g/libs/domain/src/c.unit.spec.ts', 'failed');
    expect(summarise([...files, broken], folders)).toMatchObject({ passed: 3, failed: 2 });
  });

  it('counts a file whose last hook failed as a failure', () => {
    const broken = file('/g/libs/domain/src/c.unit.spec.ts', 'failed', 'passed');
    expect(summarise([...files, broken], folders)).toMatchObject({ passed: 4, failed: 2 });
  });

  it('counts a project that executed no test as a failure', () => {
    const skipped = file('/g/libs/vault/src/d.unit.spec.ts', 'passed', 'pending');
    const sum = summarise([...files, skipped], [...folders, '/g/libs/vault']);
    expect(sum).toMatchObject({ failed: 2, silent: ['/g/libs/vault'] });
  });

  it('takes a project inside another one for itself', () => {
    const inner = file('/g/tools/bench/src/e.unit.spec.ts', 'passed', 'passed');
    expect(summarise([inner], ['/g/tools', '/g/tools/bench'])).toMatchObject({ silent: ['/g/tools'] });
  });
});
