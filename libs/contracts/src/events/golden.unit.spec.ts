import { declarationOf, eventSentence } from './registry.js';
import {
  current,
  goldenFiles,
  goldenName,
  goldenProblem,
  goldensIn,
  missingGoldens,
  refusals,
  type Golden,
} from './golden-events.suite.js';

const byFile = [...goldenFiles()].map(([file, text]) => ({ file, goldens: goldensIn(file, text) }));
const all = byFile.flatMap(({ goldens }) => goldens);
const named = all.map((golden) => [goldenName(golden), golden] as const);
const placed = byFile.flatMap(({ file, goldens }) =>
  goldens.map((golden) => [goldenName(golden), file, golden] as const),
);
const words = { nameOf: (id: string | null) => `<${id}>` };

describe('the golden events: everything ever written stays readable', () => {
  it('covers every event type in its present version, once', () => {
    expect(missingGoldens(all)).toEqual([]);
    expect(new Set(all.map(goldenName)).size).toBe(all.length);
  });

  it.each(named)('is declared as before: %s', (_name, { type, schemaVersion, data, ...declared }) => {
    // A later version may seal more of its members.
    const { personal, ...constant } = declared;
    expect(declarationOf(type)).toMatchObject(constant);
    expect(declarationOf(type)?.personal).toEqual(expect.arrayContaining(personal));
    if (schemaVersion === declarationOf(type)?.schemaVersion) expect(declarationOf(type)?.personal).toEqual(personal);
    expect(JSON.stringify(data).length).toBeLessThan(65_536);
  });

  it.each(placed)('has the data that its type publishes, after upcasting: %s', (_name, file, golden) => {
    expect(goldenProblem(file, golden)).toBeNull();
  });

  it.each(named)('has a sentence of its own: %s', (_name, golden) => {
    const sentence = eventSentence(current(golden), words);
    expect(sentence).not.toBe(golden.type);
    expect(sentence).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each(named)('keeps people’s words in sealed blobs: %s', (_name, { personal, data }) => {
    for (const field of personal)
      expect(Object.keys(data[field] as object).sort()).toEqual(['digest', 'keyId', 'mediaType', 'size']);
    for (const forbidden of ['token', 'secret', 'password', 'text']) expect(Object.keys(data)).not.toContain(forbidden);
  });
});

describe('a golden event out of form', () => {
  const file = 'libs/contracts/src/messages/golden-events.json';
  const good = all.find(({ type }) => type === 'MessageDispatched') as Golden;
  const problem = (change: Partial<Golden>) => goldenProblem(file, { ...good, ...change });

  it.each([
    ['{"a":', 'is not valid JSON. Correct it: '],
    ['{}', 'is not a list of golden events. Begin it with "[".'],
    ['[{}]', 'Entry 1 of libs/contracts/src/messages/golden-events.json is not a golden event. Give it type, '],
    [JSON.stringify([good, { ...good, schemaVersion: '1' }]), 'Entry 2 of '],
    [JSON.stringify([{ ...good, data: ['garbage'] }]), 'Entry 1 of '],
  ])('is named by its file: %s', (text, sentence) => {
    expect(() => goldensIn(file, text)).toThrow(sentence);
    expect(() => goldensIn(file, text)).toThrow(file);
  });

  it('is named by type and version, with what is wrong and what to do', () => {
    expect(problem({})).toBeNull();
    expect(problem({ data: { ...good.data, attempt: 'first', colour: 'red' } })).toBe(
      `MessageDispatched.v1 in ${file} does not have the data of its type (must NOT have additional properties colour; /attempt must be number). Write it as this version does; where older logs hold it so, add an upcast step.`,
    );
    expect(problem({ schemaVersion: 2 })).toBe(
      `MessageDispatched.v2 in ${file} is newer than its declaration, which has v1. Add an upcast step to the declaration.`,
    );
    expect(problem({ type: 'MessageSung' })).toBe(
      `MessageSung.v1 in ${file} is of a type that no slice declares. Declare it: every event ever written has to stay readable.`,
    );
    const older = all.find(({ type, schemaVersion }) => type === 'MessageQueued' && schemaVersion === 1) as Golden;
    expect(goldenProblem(file, { ...older, data: { cause: 'it was Monday' } })).toContain(
      'Correct the upcast steps of the declaration.',
    );
  });

  it('is missed where an event has none', () => {
    expect(missingGoldens(all.filter(({ type }) => type !== good.type))).toEqual([
      'No golden event covers MessageDispatched.v1. Add one to the golden-events.json beside its events.ts.',
    ]);
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
