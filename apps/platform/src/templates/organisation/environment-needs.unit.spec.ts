import type { EnvironmentNeed, JsonObject } from '@guildhall/contracts';
import { inWords, missingOf, needsOf } from './environment-needs.js';

const any = (...names: string[]): EnvironmentNeed => ({ any_of: names });
const organisation = {
  required_env: ['A', any('B', 'C')],
  recommended_env: ['A', 'Z'],
  workspaces: [
    { required_env: [any('C', 'B')], children: [{ required_env: ['D', any('D', 'E')] }] },
    { required_env: ['A'], recommended_env: [any('D', 'X')] },
  ],
} as unknown as JsonObject;

describe('what a template needs of the environment', () => {
  it('is the union of the whole tree; a name beats the groups it is in', () => {
    expect(needsOf(organisation)).toEqual({ required: ['A', 'D', any('C', 'B')], recommended: ['Z'] });
    expect(needsOf({ workspaces: [] })).toEqual({ required: [], recommended: [] });
  });

  it('is missing where no name of a need is there', () => {
    const { required } = needsOf(organisation);
    expect(missingOf(required, (name) => name === 'B' || name === 'A')).toEqual(['D']);
    expect(missingOf(required, () => true)).toEqual([]);
    expect(inWords(missingOf(required, () => false))).toBe('A, D, one of C and B');
  });
});
