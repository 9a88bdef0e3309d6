import { START, type EventStoreDBClient } from '@eventstore/db-client';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { connect } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable } from '../../errors.js';
import { pauseBefore, type CallTimes } from './call-times.js';
import { collected } from './calls.js';
import { insideOf, ServerFeaturesClient, sharedMessages } from './client.js';
import { CallTimedOut, isConnectionTrouble, isTimeout, refusedUser, sentenceOf } from './connection-trouble.js';
import { EventStoreUnusable } from './unusable.js';

const unimplemented = 12;
/** The first version that reports the end of history. */
const oldestVersion = [23, 10] as const;

/** Waits for an unavailable store. Throws `EventStoreUnusable` if waiting cannot help, else `StoreUnavailable`. */
export const requireUsable = async (client: EventStoreDBClient, url: string, times: CallTimes): Promise<void> => {
  const startedAt = performance.now();
  const endpoint = endpointOf(url);
  for (let tries = 0; ; tries += 1) {
    try {
      requireVersion(await featuresOf(client, times.call), endpoint);
      await collected(() => client.readAll({ fromPosition: START, maxCount: 1 }), times.call);
      return;
    } catch (error) {
      await requireTransient(error, url, endpoint);
      if (performance.now() - startedAt >= times.open)
        throw new StoreUnavailable(
          `no event store answers at ${endpoint.name} (${sentenceOf(error)}): check that it runs, and the host and port in EVENTSTORE_URL`,
          { cause: error },
        );
      await wait(pauseBefore(tries, times));
    }
  }
};

const featuresOf = (client: EventStoreDBClient, withinMs: number): Promise<SupportedMethods> => {
  const inside = insideOf(client);
  return inside.execute(
    ServerFeaturesClient,
    'getSupportedMethods',
    (stub) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new CallTimedOut(withinMs)), withinMs);
        stub.getSupportedMethods(
          new sharedMessages.Empty(),
          ...inside.callArguments({ deadline: withinMs }),
          (error, supported) => {
            clearTimeout(timer);
            if (error === null && supported !== undefined) resolve(supported);
            else reject(error ?? new Error('no answer'));
          },
        );
      }),
  );
};

interface Endpoint {
  name: string;
  host: string;
  port: number;
  isSecure: boolean;
}

const endpointOf = (url: string): Endpoint => {
  const [, host = '127.0.0.1', port = '2113'] = /^[^:]+:\/\/(?:[^@/]*@)?([^:/?,]+)(?::(\d+))?/.exec(url) ?? [];
  return { name: `${host}:${port}`, host, port: Number(port), isSecure: !/[?&]tls=false/i.test(url) };
};

const requireVersion = (supported: SupportedMethods, { name }: Endpoint): void => {
  const version = supported.getEventStoreServerVersion();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const hasBatches = supported.getMethodsList().some((method) => /^batchappend$/i.test(method.getMethodName()));
  const isOld = major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1]);
  if (!isOld && hasBatches) return;
  throw new EventStoreUnusable(
    `the event store at ${name} has version ${version === '' ? 'unknown' : version}: use ${oldestVersion.join('.')} or later`,
  );
};

/** Returns if waiting may help, else throws. */
const requireTransient = async (error: unknown, url: string, endpoint: Endpoint): Promise<void> => {
  if (error instanceof EventStoreUnusable) throw error;
  const because = (sentence: string): EventStoreUnusable => new EventStoreUnusable(sentence, { cause: error });
  const refused = refusedUser(error, `the event store at ${endpoint.name}`);
  if (refused !== null) throw because(refused);
  if ((error as { code?: unknown }).code === unimplemented)
    throw because(
      `the server at ${endpoint.name} is not an event store of version ${oldestVersion.join('.')} or later`,
    );
  const reason = sentenceOf(error);
  if (endpoint.isSecure && /ssl|tls|certificate|self.signed|EPROTO|wrong version|secure/i.test(reason))
    throw because(
      `the event store at ${endpoint.name} and EVENTSTORE_URL do not agree about TLS (${reason}): name its authority with tlsCAFile, or use tls=false if it runs without TLS`,
    );
  if (!isConnectionTrouble(error) && !isTimeout(error))
    throw because(
      `the event store at ${endpoint.name} cannot be used (${reason}): check EVENTSTORE_URL ${hidden(url)}`,
    );
  if (!endpoint.isSecure && (await speaksTls(endpoint)))
    throw because(`the event store at ${endpoint.name} requires TLS: remove tls=false from EVENTSTORE_URL`);
};

/** The address without the password. */
const hidden = (url: string): string => url.replace(/\/\/[^@/]*@/, '//…@');

const probeMs = 1_000;
const speaksTls = ({ host, port }: Endpoint): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: probeMs });
    const done = (isTls: boolean): void => {
      socket.destroy();
      resolve(isTls);
    };
    socket.once('secureConnect', () => done(true));
    socket.once('timeout', () => done(false));
    // A TLS server without a common cipher answers with an alert; a server without TLS answers otherwise.
    socket.once('error', (error) => done(/alert/i.test(error.message)));
    socket.once('close', () => done(false));
  });
