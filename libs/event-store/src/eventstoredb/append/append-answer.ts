import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Appended, ExpectedRevision } from '../../port.js';
import { sharedMessages } from '../connection/client.js';
import { positionText } from '../reading/log-position.js';

/** `unknown`: it may be stored or not. `not sent`: it is certainly not stored. Everything else is final. */
export type AppendAnswer =
  | { kind: 'done'; appended: Appended }
  | { kind: 'wrong'; actual: ExpectedRevision }
  | { kind: 'refused'; sentence: string }
  | { kind: 'unknown' | 'not sent'; error: unknown };

const own = 'event_store.client';

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
  const said = error?.getMessage() ?? '';
  switch (details?.getTypeName()) {
    case `${own}.WrongExpectedVersion`: {
      const wrong = sharedMessages.WrongExpectedVersion.deserializeBinary(details.getValue_asU8());
      const isThere = wrong.hasCurrentStreamRevision();
      return { kind: 'wrong', actual: isThere ? Number(wrong.getCurrentStreamRevision()) : 'none' };
    }
    case `${own}.AccessDenied`:
      return { kind: 'refused', sentence: 'the event store lets our user read only: check user and password' };
    case `${own}.StreamDeleted`:
      return { kind: 'refused', sentence: 'the stream was ended for good in the event store by somebody else' };
    case `${own}.MaximumAppendSizeExceeded`:
      return { kind: 'refused', sentence: 'the event store takes less than 1 MiB at once: raise its MaxAppendSize' };
  }
  if (/BadRequest/.test(said)) return { kind: 'refused', sentence: 'the event store does not accept such an event' };
  return { kind: 'unknown', error: new Error(said === '' ? 'the event store could not say' : said) };
};
