import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { declarationOf, eventDeclarations } from './registry.js';

interface Golden {
  type: string;
  schemaVersion: number;
  scope: string[];
  permission: string;
  foldsGraph: boolean;
  personal: string[];
  data: Record<string, unknown>;
}

const folder = fileURLToPath(new URL('./golden/', import.meta.url));
const goldens = readdirSync(folder).map((file) => ({
  file,
  golden: JSON.parse(readFileSync(folder + file, 'utf8')) as Golden,
}));

describe('the golden events: what was once written must be readable for ever', () => {
  it('has one for every event type in its present version', () => {
    const expected = Object.values(eventDeclarations).map(
      ({ type, schemaVersion }) => `${type}.v${schemaVersion}.json`,
    );
    expect(goldens.map(({ file }) => file)).toEqual(expect.arrayContaining(expected));
  });

  it.each(goldens.map(({ file, golden }) => [file, golden] as const))(
    'is still declared as it was: %s',
    (file, golden) => {
      const { type, schemaVersion, data, ...declared } = golden;
      expect(file).toBe(`${type}.v${schemaVersion}.json`);
      expect(declarationOf(type)).toMatchObject(declared);
      expect(JSON.stringify(data).length).toBeLessThan(65_536);
    },
  );

  it.each(goldens.map(({ file, golden }) => [file, golden] as const))(
    'keeps people’s words out of the event: %s',
    (_file, { personal, data }) => {
      for (const field of personal)
        expect(Object.keys(data[field] as object).sort()).toEqual(['digest', 'keyId', 'mediaType', 'size']);
      for (const forbidden of ['token', 'secret', 'password', 'text'])
        expect(Object.keys(data)).not.toContain(forbidden);
    },
  );
});
