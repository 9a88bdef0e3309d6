import type { LookupFunction } from 'node:net';
import type { CheckedTarget } from './network-guard.js';

/** Makes a connection go to the address that was checked, whatever the name means by then. */
export const pinned =
  ({ address, family }: CheckedTarget): LookupFunction =>
  (_host, options, callback) =>
    options.all === true ? callback(null, [{ address, family }]) : callback(null, address, family);
