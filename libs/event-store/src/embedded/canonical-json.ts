/**
 * JSON with sorted keys and no spaces (RFC 8785), so that a value has the same bytes in every store. Omits `undefined`
 * members; throws `TypeError` for a value that JSON cannot hold.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (Array.isArray(value)) return canonicalArray(value);
  if (typeof value === 'object') return canonicalObject(value as Record<string, unknown>);
  throw new TypeError(`${typeof value} is not JSON`);
};

const canonicalNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
  return JSON.stringify(value);
};

const canonicalArray = (values: readonly unknown[]): string => {
  let text = '[';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ',';
    text += canonicalJson(values[index] ?? null);
  }
  return `${text}]`;
};

const canonicalObject = (value: Record<string, unknown>): string => {
  const keys = Object.keys(value);
  if (keys.length > 1) keys.sort();
  let text = '{';
  for (const key of keys) {
    const member = value[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
};
