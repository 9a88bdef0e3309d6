import type { ConfigProblem, JsonObject } from '@guildhall/contracts';
import { parseDocument, type Document } from 'yaml';
import { readLocated } from '../yaml/located-yaml.js';
import { checkShape } from '../yaml/shape.js';
import { configurationShape } from './configuration-schema.js';

export interface Configuration {
  /** Null: the text is no YAML, or no map. */
  data: JsonObject | null;
  /** In the order of the text. */
  problems: ConfigProblem[];
  /** For changes that keep comments. */
  document: Document;
}

const file = 'config.yaml';

/** Reads a `config.yaml` and names everything that is wrong in it, with its place. A key that is not known is a warning. */
export const readConfiguration = (text: string): Configuration => {
  const document = parseDocument(text, { uniqueKeys: true, logLevel: 'silent' });
  const { data, problems, place } = readLocated(new Map([[file, Buffer.from(text)]]), file);
  const found: ConfigProblem[] = problems.map(({ line, column, path, problem }) => ({
    ...{ line, column, path, problem },
    severity: 'error',
  }));
  if (found.length > 0) return { data: null, problems: found, document };
  checkShape(data ?? {}, configurationShape, '', (path, problem, kind) => {
    const { line, column } = place(path, kind === 'unknown' ? 'key' : 'value');
    found.push({ line, column, path, problem, severity: kind === 'unknown' ? 'warning' : 'error' });
  });
  found.sort((one, other) => one.line - other.line || one.column - other.column);
  const isMap = typeof (data ?? {}) === 'object' && !Array.isArray(data);
  return { data: isMap ? ((data ?? {}) as JsonObject) : null, problems: found, document };
};
