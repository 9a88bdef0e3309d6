import { GuildhallError } from './guildhall-error.js';
import { errorRegistry, type ErrorCode } from './registry.js';

const codes = Object.keys(errorRegistry) as ErrorCode[];

describe('the registry of errors', () => {
  it.each(codes)('says what happened and what to do: %s', (code) => {
    const { status, title, fix } = errorRegistry[code];
    expect(status).toBeGreaterThanOrEqual(400);
    for (const sentence of [title, fix]) expect(sentence).toMatch(/^[A-Z"{`].*[.}:]$/s);
  });

  it('fills the sentence from the details and keeps them', () => {
    const error = new GuildhallError('WORKSPACE_NOT_FOUND', { id: 'abc' });
    expect(error).toMatchObject({ message: 'There is no workspace abc.', status: 404, details: { id: 'abc' } });
  });

  it('shows a name that has no value rather than nothing', () => {
    expect(new GuildhallError('STREAM_BUSY').fix).toBe('Try again after the seconds in Retry-After.');
    expect(new GuildhallError('WORKSPACE_NOT_FOUND').message).toContain('{id}');
  });

  it('keeps the cause', () => {
    const cause = new Error('disk');
    expect(new GuildhallError('STORE_FULL', {}, { cause }).cause).toBe(cause);
  });
});
