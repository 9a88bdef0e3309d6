import { oldSentences } from '../events/old-sentences.suite.js';
import { revocationWithCause, routeInParts, sessionWithoutPage } from './upcasts.js';

oldSentences('TokenRevoked', revocationWithCause, [
  ['the start failed', { code: 'start_failed' }],
  ['not needed', { code: 'start_adopted' }],
  ['a newer start', { code: 'start_newer' }],
  ['rotated: 018f-1 took its place', { code: 'token_rotated', details: { credentialId: '018f-1' } }],
  ['revoked by an operator', { code: 'token_revoked' }],
]);

describe('version 1 of AccessRefused', () => {
  it.each([
    ['POST /workspaces/:id/tokens', { method: 'POST', path: '/workspaces/:id/tokens', request: null }],
    ['GET unknown', { method: 'GET', path: 'unknown', request: null }],
    ['SOCKET /live', { method: 'SOCKET', path: '/live', request: null }],
    ['SOCKET /live subscribe', { method: 'SOCKET', path: '/live', request: 'subscribe' }],
  ])('stored the route %j', (route, parts) => {
    expect(routeInParts({ code: 'FORBIDDEN', route })).toEqual({ code: 'FORBIDDEN', ...parts });
  });
});

it('version 1 of OperatorLoggedIn knew no secret of the page', () => {
  expect(sessionWithoutPage({ operatorId: 'operator' })).toEqual({ operatorId: 'operator', pageDigest: null });
});
