import type { ConfigProblem, JsonObject } from '@guildhall/contracts';
import { readLocated } from '../yaml/located-yaml.js';
import { ProblemList, type PlacedProblem } from '../yaml/problem-list.js';
import { checkShape, type Shape } from '../yaml/shape.js';
import { configurationShape } from './configuration-schema.js';

export interface Configuration {
  /** Null: the text is no YAML, or no map. */
  data: JsonObject | null;
  /** In the order of the text. */
  problems: ConfigProblem[];
}

const file = 'config.yaml';

/**
 * Reads a `config.yaml` and names everything that is wrong in it, with its place. A key that is not known is a warning.
 * `shape`: what it has to be, for agents.
 */
export const readConfiguration = (text: string, shape: Shape = configurationShape): Configuration => {
  const { data, problems, place } = readLocated(new Map([[file, Buffer.from(text)]]), file);
  if (problems.length > 0) return { data: null, problems: problems.map(unfiled) };
  const found = new ProblemList();
  checkShape(data ?? {}, shape, '', (path, problem, kind) => {
    const isUnknown = kind === 'unknown';
    const severity = isUnknown ? 'warning' : 'error';
    found.add({ ...place(path, isUnknown ? 'key' : 'value'), path, problem, severity });
  });
  const isMap = typeof (data ?? {}) === 'object' && !Array.isArray(data);
  return { data: isMap ? ((data ?? {}) as JsonObject) : null, problems: found.all().map(unfiled) };
};

const unfiled = ({ line, column, path, problem, severity }: PlacedProblem): ConfigProblem => ({
  ...{ line, column, path, problem, severity },
});
