import { defineErrors } from '../declarations/error.js';

/** Refusals that belong to no slice. */
export const platformErrors = defineErrors({
  VALIDATION_FAILED: {
    status: 400,
    title: 'The request has fields that cannot be accepted.',
    fix: 'Correct the fields listed in `fields` and send it again.',
  },
  BAD_JSON: {
    status: 400,
    title: 'The body is not valid JSON.',
    fix: 'Send one JSON object with the content type application/json.',
  },
  JSON_TOO_DEEP: {
    status: 400,
    title: 'The body is nested deeper than {limit} levels.',
    fix: 'Send flatter JSON; /docs/api shows what each route takes.',
  },
  BAD_ID: {
    status: 400,
    title: '"{value}" is not an id.',
    fix: 'Use the UUID from a list or from the answer that created it.',
  },
  BAD_QUERY: {
    status: 400,
    title: 'The query parameter "{name}" cannot be used: {reason}',
    fix: 'Correct or leave out the parameter; /docs/api lists what each one takes.',
  },
  NOT_YET: {
    status: 400,
    title: 'This version does not support the field "{field}" yet.',
    fix: 'Leave the field out. It is refused so that nothing is silently ignored.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'There is nothing at {path}.',
    fix: 'See /docs/api for the routes of this server.',
  },
  BODY_TOO_LARGE: { status: 413, title: 'The body is larger than {limit} bytes.', fix: 'Send less, or split it.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported.', fix: 'Send application/json.' },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'It has changed since you read it: your version is {expected}, it is now {actual}.',
    fix: 'Read it again, look at what changed, and repeat with the new ETag.',
  },
  BAD_IF_MATCH: {
    status: 400,
    title: 'The If-Match header "{value}" is not an ETag of this resource.',
    fix: 'Send the ETag exactly as the last answer gave it.',
  },
  BAD_IDEMPOTENCY_KEY: {
    status: 400,
    title: 'The Idempotency-Key is not usable.',
    fix: 'Use 1 to 200 printable ASCII characters; a UUID is fine.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'This Idempotency-Key was used for another request.',
    fix: 'Use a new key for a new request; repeat a key only with the same body.',
  },
  STREAM_BUSY: {
    status: 503,
    title: 'Too many changes to the same object at once.',
    fix: 'Try again after the seconds in Retry-After.',
  },
  READ_MODEL_BEHIND: {
    status: 503,
    title: 'The view has not reached position {position} yet.',
    fix: 'Try again; if it stays behind, /health/ready names the projection.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The event log or the database cannot be reached.',
    fix: 'Try again after the seconds in Retry-After with the same Idempotency-Key; it is then done only once.',
  },
  STORE_FULL: {
    status: 507,
    title: 'There is no room left for the event log.',
    fix: 'Free disk space in the data directory; writing then resumes by itself. Nothing was half-written.',
  },
  LOG_DAMAGED: {
    status: 503,
    title: 'The event log is damaged at position {position}; writing has stopped.',
    fix: 'Run `npm run log -- verify`, then restore the log from a backup. Reading still works.',
  },
  EVENT_TOO_NEW: {
    status: 503,
    title:
      'The {reader} stopped: the event {eventType} v{schemaVersion} at position {position} was written by a newer version of Guildhall.',
    fix: 'Update this installation; nothing is lost.',
  },
  EVENT_TOO_LARGE: {
    status: 413,
    title: 'The change is larger than an event may be ({size} of {limit} bytes).',
    fix: 'Send less text in the fields.',
  },
  UNDO_UNKNOWN: {
    status: 404,
    title: 'There is no change {eventId} here that can be undone.',
    fix: 'Take the event id from the history of this workspace.',
  },
  UNDO_IMPOSSIBLE: {
    status: 409,
    title: 'A change of the type {type} cannot be undone.',
    fix: 'Make the opposite change yourself.',
  },
  UNDO_SUPERSEDED: {
    status: 409,
    title: 'A later change touched the same field.',
    fix: 'Undo the later change first, or set the value you want.',
  },
  POSITION_UNKNOWN: {
    status: 404,
    title: 'The log has no such moment: {value}.',
    fix: 'Use a position or number that history showed, or a time after the first event.',
  },
  CHECK_UNAVAILABLE: {
    status: 503,
    title: 'The credential cannot be checked right now.',
    fix: 'Try again after the seconds in Retry-After.',
  },
  TOO_MANY_SUBSCRIPTIONS: {
    status: 429,
    title: '{owner} may have {limit} subscriptions.',
    fix: 'Unsubscribe from scopes that are no longer shown.',
  },
  CONTENT_DAMAGED: {
    status: 500,
    title: 'The stored content is damaged and cannot be read.',
    fix: 'Restore the folder blobs from a backup.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: 'This credential asks more than {limit} times a second.',
    fix: 'Wait for the seconds in Retry-After, then ask less often.',
  },
  TOO_MANY_BODIES: {
    status: 429,
    title: 'This credential sends bodies of more than {limit} bytes at the same time.',
    fix: 'Send them one after the other.',
  },
  TOO_MANY_SOCKETS: {
    status: 429,
    title: 'This credential has {limit} open sockets.',
    fix: 'Close the sockets that are no longer used; one socket carries many subscriptions.',
  },
  TOO_MANY_REPLAYS: {
    status: 429,
    title: 'One connection may play {limit} parts of the past at the same time.',
    fix: 'Stop a replay that is no longer shown.',
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    title: 'Too many wrong credentials came from this address.',
    fix: 'Wait for the seconds in Retry-After. A right credential is taken at any time.',
  },
  INTERNAL: {
    status: 500,
    title: 'Something went wrong on our side.',
    fix: 'Try again. If it happens again, report it with the correlation id.',
  },
});
