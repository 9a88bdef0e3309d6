import { START, type EventStoreDBClient } from '@eventstore/db-client';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { connect } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable } from '../../errors.js';
import { pauseBefore, type CallTimes } from './call-times.js';
import { collected } from './calls.js';
import { insideOf, ServerFeaturesClient, sharedMessages } from './client.js';
import { CallTimedOut, isConnectionTrouble, isDenied, isTimeout, sentenceOf } from './connection-trouble.js';
import { EventStoreUnusable } from './unusable.js';

const unimplemented = 12;
/** The first that says when history is through. */
const oldestVersion = [23, 10] as const;

/** Waits for a store that is away. Throws `EventStoreUnusable` for what waiting does not mend, else `StoreUnavailable`. */
export const requireUsable = async (client: EventStoreDBClient, url: string, times: CallTimes): Promise<void> => {
  const begun = performance.now();
  const place = placeOf(url);
  for (let tries = 0; ; tries += 1) {
    try {
      requireVersion(await featuresOf(client, times.call), place);
      await collected(() => client.readAll({ fromPosition: START, maxCount: 1 }), times.call);
      return;
    } catch (error) {
      await requirePassing(error, url, place);
      if (performance.now() - begun >= times.open)
        throw new StoreUnavailable(
          `no event store answers at ${place.name} (${sentenceOf(error)}): check that it runs, and host and port in EVENTSTORE_URL`,
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

interface Place {
  name: string;
  host: string;
  port: number;
  isSecure: boolean;
}

const placeOf = (url: string): Place => {
  const [, host = '127.0.0.1', port = '2113'] = /^[^:]+:\/\/(?:[^@/]*@)?([^:/?,]+)(?::(\d+))?/.exec(url) ?? [];
  return { name: `${host}:${port}`, host, port: Number(port), isSecure: !/[?&]tls=false/i.test(url) };
};

const requireVersion = (supported: SupportedMethods, { name }: Place): void => {
  const version = supported.getEventStoreServerVersion();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const hasBatches = supported.getMethodsList().some((method) => /^batchappend$/i.test(method.getMethodName()));
  const isOld = major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1]);
  if (!isOld && hasBatches) return;
  throw new EventStoreUnusable(
    `the event store at ${name} has version ${version === '' ? 'unknown' : version}: use ${oldestVersion.join('.')} or later`,
  );
};

/** Returns when waiting may mend it. */
const requirePassing = async (error: unknown, url: string, place: Place): Promise<void> => {
  if (error instanceof EventStoreUnusable) throw error;
  const because = (sentence: string): EventStoreUnusable => new EventStoreUnusable(sentence, { cause: error });
  if (isDenied(error))
    throw because(`the event store at ${place.name} refuses the user: check user and password in EVENTSTORE_URL`);
  if ((error as { code?: unknown }).code === unimplemented)
    throw because(`what answers at ${place.name} is no event store of version ${oldestVersion.join('.')} or later`);
  const said = sentenceOf(error);
  if (place.isSecure && /ssl|tls|certificate|self.signed|EPROTO|wrong version|secure/i.test(said))
    throw because(
      `the event store at ${place.name} and EVENTSTORE_URL do not agree about TLS (${said}): name its authority with tlsCAFile, or say tls=false where it runs without`,
    );
  if (!isConnectionTrouble(error) && !isTimeout(error))
    throw because(`the event store at ${place.name} cannot be used (${said}): check EVENTSTORE_URL ${hidden(url)}`);
  if (!place.isSecure && (await speaksTls(place)))
    throw because(`the event store at ${place.name} wants TLS: take tls=false out of EVENTSTORE_URL`);
};

/** The address without the password. */
const hidden = (url: string): string => url.replace(/\/\/[^@/]*@/, '//…@');

const probeMs = 1_000;
const speaksTls = ({ host, port }: Place): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: probeMs });
    const done = (isTls: boolean): void => {
      socket.destroy();
      resolve(isTls);
    };
    socket.once('secureConnect', () => done(true));
    socket.once('timeout', () => done(false));
    // A server without a common cipher answers with an alert, in TLS; one without TLS answers with something else.
    socket.once('error', (error) => done(/alert/i.test(error.message)));
    socket.once('close', () => done(false));
  });
