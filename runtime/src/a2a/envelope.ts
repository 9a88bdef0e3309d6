import { randomUUID } from 'node:crypto';
import { isV1JsonRpcMethod } from '@a2a-js/sdk/compat/v0_3';

export type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names that older senders use for today's methods. */
const oldNames: Record<string, string> = { 'message/sendSubscribe': 'message/stream', 'tasks/send': 'message/send' };

/**
 * Adds the members that senders of the reference system omit (jsonrpc, id, messageId, role, kind) and accepts a part's
 * `type` as `kind`. The SDK refuses all other mistakes.
 */
export const completedEnvelope = (body: JsonObject): JsonObject => {
  const method = typeof body['method'] === 'string' ? (oldNames[body['method']] ?? body['method']) : body['method'];
  const params = isObject(body['params']) ? body['params'] : undefined;
  const legacy = !isV1JsonRpcMethod(method);
  return {
    ...body,
    jsonrpc: body['jsonrpc'] ?? '2.0',
    id: body['id'] ?? randomUUID(),
    method,
    ...(params !== undefined && isObject(params['message'])
      ? { params: { ...params, message: completedMessage(params['message'], legacy) } }
      : {}),
  };
};

const completedMessage = (message: JsonObject, legacy: boolean): JsonObject => {
  const parts = message['parts'];
  return {
    ...message,
    messageId: message['messageId'] ?? randomUUID(),
    role: message['role'] ?? (legacy ? 'user' : 'ROLE_USER'),
    ...(legacy ? { kind: 'message' } : {}),
    parts: legacy && Array.isArray(parts) ? parts.map(completedPart) : parts,
  };
};

const completedPart = (part: unknown): unknown => {
  if (!isObject(part) || part['kind'] !== undefined) return part;
  const { type, ...rest } = part;
  return { ...rest, kind: type ?? (typeof part['text'] === 'string' ? 'text' : undefined) };
};

/** Protocol version of a call: by its header, otherwise by its method. */
export const versionOf = (header: string | undefined, method: unknown): string =>
  header === undefined || header === '' ? (isV1JsonRpcMethod(method) ? '1.0' : '0.3') : header;
