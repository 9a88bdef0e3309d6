import type { ReplayRequest, SubscribeRequest } from '@guildhall/contracts';
import { isUUID } from 'class-validator';

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 100;
const isOptional = (value: unknown, type: 'string' | 'number'): boolean => value === undefined || typeof value === type;

const isScope = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  return (
    value['kind'] === 'organisation' ||
    ((value['kind'] === 'workspace' || value['kind'] === 'delegation') && isUUID(value['id']))
  );
};

/** Any request that names a subscription. */
export const isSubRequest = (value: unknown): value is { sub: string } & Fields =>
  isObject(value) && isShortText(value['sub']);

export const isSubscribeRequest = (value: unknown): value is SubscribeRequest =>
  isSubRequest(value) &&
  isScope(value['scope']) &&
  isOptional(value['from'], 'string') &&
  isOptional(value['foldVersion'], 'number') &&
  isOptional(value['logId'], 'string');

export const isReplayRequest = (value: unknown): value is ReplayRequest =>
  isSubRequest(value) &&
  isShortText(value['from']) &&
  isShortText(value['to']) &&
  typeof value['speed'] === 'number' &&
  value['speed'] >= 0.1 &&
  value['speed'] <= 1_000 &&
  isOptional(value['idleMs'], 'number');
