import { Ajv } from 'ajv';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordedEvent } from '../declarations/envelope.js';
import type { Json } from '../json.js';
import { declarationOf, eventDeclarations, eventSentence } from './registry.js';
import { upcast } from './upcast.js';

interface Golden {
  type: string;
  schemaVersion: number;
  scope: string[];
  permission: string;
  foldsGraph: boolean;
  personal: string[];
  data: Record<string, Json>;
}

const slices = fileURLToPath(new URL('../', import.meta.url));
const bySlice = globSync('*/golden-events.json', { cwd: slices }).map((file) => ({
  slice: dirname(file),
  events: JSON.parse(readFileSync(slices + file, 'utf8')) as Golden[],
}));
const nameOf = ({ type, schemaVersion }: Pick<Golden, 'type' | 'schemaVersion'>): string => `${type}.v${schemaVersion}`;
const goldens = bySlice.flatMap(({ events }) => events).map((golden) => [nameOf(golden), golden] as const);
const words = { nameOf: (id: string | null) => `<${id}>` };

/** The golden as this version reads it. */
const current = ({ type, schemaVersion, data }: Golden): RecordedEvent =>
  upcast({ type, data, metadata: { schemaVersion } } as unknown as RecordedEvent);

const published = fileURLToPath(new URL('../../../../docs/reference/events.json', import.meta.url));
const schemas = JSON.parse(readFileSync(published, 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: false }).addSchema(schemas, 'events');

/** What the published schema of its type refuses; empty: nothing. */
const refusals = (type: string, data: unknown): string[] => {
  const check = ajv.getSchema(`events#/properties/${type}`);
  if (check === undefined) return [`docs/reference/events.json has no ${type}: run node tools/docs/references.mjs`];
  return check(data) === true ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
};

describe('the golden events: everything ever written stays readable', () => {
  it('covers every event type in its present version', () => {
    const names = new Set(goldens.map(([name]) => name));
    const missing = Object.values(eventDeclarations)
      .map(nameOf)
      .filter((name) => !names.has(name));
    expect(missing).toEqual([]);
    expect(names.size).toBe(goldens.length);
  });

  it.each(goldens)('is declared as before: %s', (_name, { type, schemaVersion, data, ...declared }) => {
    // A later version may seal more of its members.
    const { personal, ...constant } = declared;
    expect(declarationOf(type)).toMatchObject(constant);
    expect(declarationOf(type)?.personal).toEqual(expect.arrayContaining(personal));
    if (schemaVersion === declarationOf(type)?.schemaVersion) expect(declarationOf(type)?.personal).toEqual(personal);
    expect(JSON.stringify(data).length).toBeLessThan(65_536);
  });

  it.each(goldens)('fits the schema of its type, after upcasting: %s', (_name, golden) => {
    const event = current(golden);
    expect(refusals(event.type, event.data)).toEqual([]);
  });

  it.each(goldens)('has a sentence of its own: %s', (_name, golden) => {
    const sentence = eventSentence(current(golden), words);
    expect(sentence).not.toBe(golden.type);
    expect(sentence).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each(goldens)('keeps people’s words in sealed blobs: %s', (_name, { personal, data }) => {
    for (const field of personal)
      expect(Object.keys(data[field] as object).sort()).toEqual(['digest', 'keyId', 'mediaType', 'size']);
    for (const forbidden of ['token', 'secret', 'password', 'text']) expect(Object.keys(data)).not.toContain(forbidden);
  });
});

describe('the published schemas', () => {
  it('refuse a member that is missing, unknown, of another type or a sentence where a code belongs', () => {
    const data = { messageId: 'm', conversationId: 'c', workspaceId: 'w', attempt: 1, incarnation: 0 };
    expect(refusals('MessageDispatched', data)).toEqual([]);
    expect(refusals('MessageDispatched', { ...data, attempt: 'first' })).toEqual(['/attempt must be number']);
    expect(refusals('MessageDispatched', { ...data, color: 'red' })).toHaveLength(1);
    expect(refusals('MessageDispatched', { messageId: 'm' })).toHaveLength(4);
    expect(refusals('MessageDispatched', { ...data, messageId: 'two words' })).toHaveLength(1);
  });
});

describe('a sentence about an event', () => {
  it('names the workspaces concerned', () => {
    expect(eventSentence({ type: 'WorkspacePlaced', data: { parentId: 'p' } }, words)).toBe('Moved below <p>');
    expect(eventSentence({ type: 'WorkspacePlaced', data: { parentId: null } }, words)).toBe('Moved to the top level');
  });

  it('of an unknown type is its name', () => {
    expect(eventSentence({ type: 'FromTheFuture', data: {} }, words)).toBe('FromTheFuture');
  });
});
