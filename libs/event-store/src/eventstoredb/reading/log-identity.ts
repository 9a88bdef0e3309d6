import type { NewEvent } from '@guildhall/contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable, WrongExpectedRevision } from '../../errors.js';
import type { Appender } from '../append/appender.js';
import type { LogReader } from './log-reader.js';
import { identityStream } from '../../log-streams.js';

const readAgainMs = 50;

/** The log's identity. The first process creates it; of several at once one wins, and the others read its identity. */
export const logIdentity = async (reader: LogReader, appender: Appender): Promise<string> => {
  const known = await readIdentity(reader);
  if (known !== null) return known;
  try {
    await appender.append(identityStream, [identified(randomUUID())], 'none');
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  }
  return readBack(reader);
};

/** The server may refuse the append a moment before readers can see the identity that won. */
const readBack = async (reader: LogReader): Promise<string> => {
  for (let tries = 0; tries < 50; tries += 1) {
    const identity = await readIdentity(reader);
    if (identity !== null) return identity;
    await wait(readAgainMs);
  }
  throw new StoreUnavailable(`the event store does not return the event written to ${identityStream}`);
};

const readIdentity = async (reader: LogReader): Promise<string | null> => {
  const [first] = await reader.readFirst(identityStream);
  return first === undefined ? null : String((first.data as { logId?: unknown }).logId);
};

const identified = (logId: string): NewEvent => {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    type: 'LogIdentified',
    data: { logId },
    metadata: {
      schemaVersion: 1,
      commandId: logId,
      commandDigest: '',
      recordedAt: now,
      $correlationId: logId,
      $causationId: logId,
      actor: { kind: 'system', id: 'event-store' },
      org: '',
      hop: 0,
      occurredAt: now,
    },
  };
};
