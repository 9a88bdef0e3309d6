import { recordedCause } from '../declarations/cause.js';
import type { UpcastStep } from '../declarations/event.js';
import { recognised, type OldSentence } from '../declarations/recognised.js';

const revocations: readonly OldSentence[] = [
  [/^the start failed$/, 'start_failed'],
  [/^not needed$/, 'start_adopted'],
  [/^a newer start$/, 'start_newer'],
  [/^rotated: (?<credentialId>\S+) took its place$/, 'token_rotated'],
  [/^revoked by an operator$/, 'token_revoked'],
];

/** Version 1 of `TokenRevoked` stored a sentence. */
export const revocationWithCause: UpcastStep = ({ cause, ...data }) => ({
  ...data,
  cause: recognised(String(cause), revocations, recordedCause),
});

/** Version 1 of `AccessRefused` stored the route as one text: `POST /workspaces`, or `SOCKET /live subscribe`. */
export const routeInParts: UpcastStep = ({ route, ...data }) => {
  const [method = '', path = '', request = null] = String(route).split(' ');
  return { ...data, method, path, request };
};

/** Before version 2 a login knew no secret of the page. */
export const sessionWithoutPage: UpcastStep = (data) => ({ ...data, pageDigest: null });
