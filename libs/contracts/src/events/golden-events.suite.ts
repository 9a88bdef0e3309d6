import { Ajv, type ErrorObject } from 'ajv';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RecordedEvent } from '../declarations/envelope.js';
import type { Json } from '../json.js';
import { declarationOf, eventDeclarations } from './registry.js';
import { upcast } from './upcast.js';

/** An event as some version wrote it, with how that version declared it. */
export interface Golden {
  type: string;
  schemaVersion: number;
  scope: string[];
  permission: string;
  foldsGraph: boolean;
  personal: string[];
  data: Record<string, Json>;
}

const contracts = fileURLToPath(new URL('../', import.meta.url));
const published = fileURLToPath(new URL('../../../../docs/reference/events.json', import.meta.url));

/** The files with golden events: path in the checkout → text. */
export const goldenFiles = (): ReadonlyMap<string, string> =>
  new Map(
    globSync('*/golden-events.json', { cwd: contracts }).map((file) => [
      `libs/contracts/src/${file}`,
      readFileSync(contracts + file, 'utf8'),
    ]),
  );

/** Throws a sentence that names the file when it holds anything else than golden events. */
export const goldensIn = (file: string, text: string): Golden[] => {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not valid JSON. Correct it: ${(error as Error).message}.`, { cause: error });
  }
  if (!Array.isArray(found)) throw new Error(`${file} is not a list of golden events. Begin it with "[".`);
  const at = found.findIndex((entry) => !isGolden(entry));
  if (at >= 0)
    throw new Error(
      `Entry ${at + 1} of ${file} is not a golden event. Give it type, schemaVersion, scope, permission, foldsGraph, personal and data.`,
    );
  return found as Golden[];
};

const isGolden = (entry: unknown): boolean => {
  const { type, schemaVersion, scope, personal, data } = (entry ?? {}) as { [member in keyof Golden]?: unknown };
  const isData = typeof data === 'object' && data !== null && !Array.isArray(data);
  const isVersion = Number.isInteger(schemaVersion) && Number(schemaVersion) >= 1;
  return typeof type === 'string' && isVersion && Array.isArray(scope) && Array.isArray(personal) && isData;
};

export const goldenName = ({ type, schemaVersion }: Pick<Golden, 'type' | 'schemaVersion'>): string =>
  `${type}.v${schemaVersion}`;

/** The golden as this version reads it. */
export const current = ({ type, schemaVersion, data }: Golden): RecordedEvent =>
  upcast({ type, data, metadata: { schemaVersion } } as unknown as RecordedEvent);

const ajv = new Ajv({ allErrors: true, strict: false }).addSchema(
  JSON.parse(readFileSync(published, 'utf8')) as object,
  'events',
);

/** What the published schema of its type refuses; empty: nothing. */
export const refusals = (type: string, data: unknown): string[] => {
  const check = ajv.getSchema(`events#/properties/${type}`);
  if (check === undefined) return [`docs/reference/events.json has no ${type}: run node tools/docs/references.mjs`];
  return check(data) === true ? [] : (check.errors ?? []).map(refusalText);
};

const refusalText = ({ instancePath, message, params }: ErrorObject): string =>
  [instancePath, message, (params as { additionalProperty?: string }).additionalProperty].filter(Boolean).join(' ');

/** The problem of a golden, in a sentence that says where and what to do; null: its data is that of its type. */
export const goldenProblem = (file: string, golden: Golden): string | null => {
  const { type, schemaVersion } = golden;
  const name = `${goldenName(golden)} in ${file}`;
  const declared = declarationOf(type);
  if (declared === undefined)
    return `${name} is of a type that no slice declares. Declare it: every event ever written has to stay readable.`;
  if (schemaVersion > declared.schemaVersion)
    return `${name} is newer than its declaration, which has v${declared.schemaVersion}. Add an upcast step to the declaration.`;
  const refused = refusals(type, current(golden).data);
  if (refused.length === 0) return null;
  const repair =
    schemaVersion === declared.schemaVersion
      ? 'Write it as this version does; where older logs hold it so, add an upcast step'
      : 'Correct the upcast steps of the declaration';
  return `${name} does not have the data of its type (${refused.join('; ')}). ${repair}.`;
};

/** A sentence for each declared event whose present version has no golden. */
export const missingGoldens = (goldens: readonly Golden[]): string[] => {
  const names = new Set(goldens.map(goldenName));
  return Object.values(eventDeclarations)
    .map(goldenName)
    .filter((name) => !names.has(name))
    .map((name) => `No golden event covers ${name}. Add one to the golden-events.json beside its events.ts.`);
};
