import { causeSentence } from '../events/causes.js';
import { errorAsCause } from './upcasts.js';

describe('version 1 of OrganisationImported', () => {
  it.each([null, undefined])('stored no error: %p', (error) => {
    expect(errorAsCause({ workspaces: 5, ...(error === null && { error }) })).toEqual({ workspaces: 5, error: null });
  });

  it('stored the sentence of the error that stopped it', () => {
    const recorded = 'The name "Lead" is taken.';
    const error = { code: 'recorded', recorded };
    expect(errorAsCause({ workspaces: 2, error: recorded })).toEqual({ workspaces: 2, error });
    expect(causeSentence(error)).toBe(recorded);
  });
});
