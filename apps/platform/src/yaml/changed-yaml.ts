import type { JsonObject } from '@guildhall/contracts';
import { isMap, isScalar, type Document, type YAMLMap } from 'yaml';
import { parseYaml } from './parsed-yaml.js';

/** The message says what stands against a change, in a sentence without its end. */
export class UnchangeableYaml extends Error {}

/**
 * The text with other values for some keys of its top map; what it says besides, and its comments, stay. Null takes a key
 * away. `inside`: the same for the maps that some of its keys hold.
 */
export const withChanges = (text: string, changes: JsonObject, inside: Record<string, JsonObject> = {}): string => {
  const { document, errors } = parseYaml(text);
  const [error] = errors;
  if (document === null || error !== undefined) throw new UnchangeableYaml(error?.problem ?? 'it is no YAML');
  const target: Document = document;
  target.contents ??= target.createNode({}) as YAMLMap;
  if (!isMap(target.contents)) throw new UnchangeableYaml('it is no map of keys and values');
  for (const [name, inner] of Object.entries(inside)) change(target, mapAt(target.contents, name), inner);
  change(target, target.contents, changes);
  try {
    return target.toString({ lineWidth: 0 });
  } catch (cause) {
    // For example: an alias to what was taken away.
    throw new UnchangeableYaml(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

const mapAt = (map: YAMLMap, name: string): YAMLMap => {
  const held = map.get(name, true);
  if (!isMap(held)) throw new UnchangeableYaml(`${name} is no map of its own`);
  return held;
};

/** One walk for all keys: the library would look through the map again for each. */
const change = (document: Document, map: YAMLMap, changes: JsonObject): void => {
  const open = new Map(Object.entries(changes).filter(([, value]) => value !== undefined));
  map.items = map.items.filter((pair) => {
    const name = isScalar(pair.key) ? String(pair.key.value) : null;
    if (name === null || !open.has(name)) return true;
    const value = open.get(name) ?? null;
    open.delete(name);
    // A scalar keeps the comment behind it.
    if (isScalar(pair.value) && typeof value !== 'object') pair.value.value = value;
    else pair.value = document.createNode(value);
    return value !== null;
  });
  for (const [name, value] of open) if (value !== null) map.items.push(document.createPair(name, value));
};
