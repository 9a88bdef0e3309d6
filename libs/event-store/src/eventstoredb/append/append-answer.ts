import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Appended, ExpectedRevision } from '../../port.js';
import { sharedMessages } from '../connection/client.js';
import { positionText } from '../reading/log-position.js';

/** `unknown`: may be stored or not. `not sent`: certainly not stored. All other kinds are final. */
export type AppendAnswer =
  | { kind: 'done'; appended: Appended }
  | { kind: 'wrong'; actual: ExpectedRevision }
  | { kind: 'refused'; sentence: string }
  | { kind: 'unknown' | 'not sent'; error: unknown };

/** The node gave up: its own time was over, or the deadline of the append had passed by its clock. */
export class NodeTimedOut extends Error {
  constructor() {
    super('the event store ran out of time');
    this.name = 'NodeTimedOut';
  }
}

/** An append has a deadline of a day: a node that says at once that it has passed has another date. */
export class ClocksDiffer extends Error {
  constructor() {
    super('its clock and the one of this machine are more than a day apart: set both by NTP');
    this.name = 'ClocksDiffer';
  }
}

const protocol = 'event_store.client';

export const answerOf = (response: BatchAppendResp): AppendAnswer => {
  const success = response.getSuccess();
  if (success === undefined) return refusalOf(response);
  const position = success.getPosition();
  return {
    kind: 'done',
    appended: {
      revision: Number(success.getCurrentRevision()),
      position: positionText({
        commit: BigInt(position?.getCommitPosition() ?? 0),
        prepare: BigInt(position?.getPreparePosition() ?? 0),
      }),
    },
  };
};

const refusalOf = (response: BatchAppendResp): AppendAnswer => {
  const error = response.getError();
  const details = error?.getDetails();
  const message = error?.getMessage() ?? '';
  switch (details?.getTypeName()) {
    case `${protocol}.WrongExpectedVersion`: {
      const wrong = sharedMessages.WrongExpectedVersion.deserializeBinary(details.getValue_asU8());
      const exists = wrong.hasCurrentStreamRevision();
      return { kind: 'wrong', actual: exists ? Number(wrong.getCurrentStreamRevision()) : 'none' };
    }
    case `${protocol}.Timeout`:
      return { kind: 'unknown', error: new NodeTimedOut() };
    case `${protocol}.AccessDenied`:
      return { kind: 'refused', sentence: 'the event store allows this user to read only: check user and password' };
    case `${protocol}.StreamDeleted`:
      return { kind: 'refused', sentence: 'the stream was deleted for good in the event store by another client' };
    case `${protocol}.MaximumAppendSizeExceeded`:
      return { kind: 'refused', sentence: 'the event store accepts less than 1 MiB at once: raise its MaxAppendSize' };
  }
  if (/BadRequest/.test(message)) return { kind: 'refused', sentence: 'the event store does not accept this event' };
  return { kind: 'unknown', error: new Error(message === '' ? 'the event store gave no reason' : message) };
};
