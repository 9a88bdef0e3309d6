import { GuildhallError, type CauseCode, type CauseDetails, type Json, type JsonObject } from '@guildhall/contracts';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== '';

/** An A2A request as the platform takes it: complete JSON-RPC, or bare `{method, params}` as the reference allows. */
export interface A2aRequest {
  id: string | number;
  message: JsonObject;
  messageId: string | null;
  contextId: string | null;
}

const invalid = (reason: string): GuildhallError => new GuildhallError('MESSAGE_INVALID', { reason });

/** Parts in the 0.3 dialect: `kind` is completed where a sender wrote `type`, or nothing beside `text`. */
const normalisedPart = (part: Json, index: number): JsonObject => {
  if (!isObject(part)) throw invalid(`parts[${index}] is not an object.`);
  const kind = part['kind'] ?? part['type'] ?? (typeof part['text'] === 'string' ? 'text' : undefined);
  if (!isText(kind)) throw invalid(`parts[${index}] has no kind.`);
  const { type: _type, ...rest } = part;
  return { ...rest, kind };
};

/** Reads a `message/send`; throws MESSAGE_INVALID or METHOD_NOT_SUPPORTED. */
export const parseA2aRequest = (body: unknown): A2aRequest => {
  if (!isObject(body as Json)) throw invalid('the body is not an object.');
  const { id, method, params } = body as JsonObject;
  if (!isText(method)) throw invalid('method is missing.');
  if (method !== 'message/send') throw new GuildhallError('METHOD_NOT_SUPPORTED', { method: method.slice(0, 100) });
  const message = isObject(params) ? params['message'] : undefined;
  if (!isObject(message)) throw invalid('params.message is missing.');
  const { parts, messageId, contextId } = message;
  if (!Array.isArray(parts) || parts.length === 0) throw invalid('params.message.parts is empty.');
  return {
    id: typeof id === 'string' || typeof id === 'number' ? id : 1,
    message: { ...message, kind: 'message', role: 'user', parts: parts.map(normalisedPart) },
    messageId: isText(messageId) ? messageId.slice(0, 200) : null,
    contextId: isText(contextId) ? contextId.slice(0, 200) : null,
  };
};

/** A message of plain text. */
export const textMessage = (text: string): JsonObject => ({
  kind: 'message',
  role: 'user',
  parts: [{ kind: 'text', text }],
});

const textOfParts = (parts: Json | undefined): string =>
  (Array.isArray(parts) ? parts : [])
    .filter(isObject)
    .map((part) => part['text'])
    .filter(isText)
    .join('\n');

/** What people read of a message: its text parts. */
export const textOfMessage = (message: JsonObject): string => textOfParts(message['parts']);

export type AgentOutcome =
  | { kind: 'answered' }
  | { kind: 'working'; taskId: string }
  | { kind: 'failed'; words: string }
  | { kind: 'failed'; reason: CauseCode; state: string }
  | { kind: 'invalid'; reason: CauseCode; details?: CauseDetails };

const endedWell = new Set(['completed', 'input-required', 'auth-required']);
const goesOn = new Set(['submitted', 'working']);
const endedBadly = new Set(['failed', 'canceled', 'rejected', 'unknown']);
/** Characters of a task's id; events hold it. */
const longestTaskId = 200;

/** What an agent's result says: a message and a completed task are answers; a task may still work or have failed. */
export const outcomeOf = (result: JsonObject): AgentOutcome => {
  if (result['kind'] === 'message' || Array.isArray(result['parts'])) return { kind: 'answered' };
  const status = result['status'];
  if (!isObject(status) || !isText(status['state'])) return { kind: 'invalid', reason: 'answer_of_no_kind' };
  const { state } = status;
  if (endedWell.has(state)) return { kind: 'answered' };
  if (goesOn.has(state)) return workingTask(result['id']);
  if (!endedBadly.has(state)) return { kind: 'invalid', reason: 'task_in_unknown_state' };
  const said = isObject(status['message']) ? textOfMessage(status['message']) : '';
  return said === '' ? { kind: 'failed', reason: 'task_ended', state } : { kind: 'failed', words: said };
};

const workingTask = (id: Json | undefined): AgentOutcome => {
  if (!isText(id)) return { kind: 'invalid', reason: 'task_without_id' };
  return id.length <= longestTaskId
    ? { kind: 'working', taskId: id }
    : { kind: 'invalid', reason: 'task_id_too_long', details: { limit: longestTaskId } };
};

/** What people read of an agent's result: artifacts first, then the status message, then the parts. */
export const textOfResult = (result: JsonObject): string => {
  if (Array.isArray(result['parts'])) return textOfMessage(result);
  const artifacts = (Array.isArray(result['artifacts']) ? result['artifacts'] : [])
    .filter(isObject)
    .map((artifact) => textOfParts(artifact['parts']));
  const status = result['status'];
  const said = isObject(status) && isObject(status['message']) ? textOfMessage(status['message']) : '';
  return artifacts.filter((text) => text !== '').join('\n\n') || said;
};
