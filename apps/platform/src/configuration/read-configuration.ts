import type { ConfigProblem, JsonObject } from '@guildhall/contracts';
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node, type YAMLMap } from 'yaml';
import { configurationShape, misfit, type Shape } from './configuration-schema.js';

export interface Configuration {
  /** Null: the text is no YAML, or no map. */
  data: JsonObject | null;
  problems: ConfigProblem[];
  document: Document;
}

/** Reads a `config.yaml` and names everything that is wrong in it, with its place. A key that is not known is a warning. */
export const readConfiguration = (text: string): Configuration => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems: ConfigProblem[] = [];
  const report = (offset: number, path: string, problem: string, severity: ConfigProblem['severity']): void => {
    const { line, col } = lines.linePos(offset);
    problems.push({ line, column: col, path, problem, severity });
  };
  for (const error of document.errors) report(error.pos[0], '', firstLine(error.message), 'error');
  const root = document.contents;
  if (problems.length > 0) return { data: null, problems, document };
  if (root === null) return { data: {}, problems, document };
  if (!isMap(root)) {
    report(startOf(root), '', 'it must be a map of keys and values', 'error');
    return { data: null, problems, document };
  }
  checkMap(root, configurationShape, '', { document, report });
  return { data: document.toJS() as JsonObject, problems, document };
};

interface Check {
  document: Document;
  report: (offset: number, path: string, problem: string, severity: ConfigProblem['severity']) => void;
}

const checkMap = (map: YAMLMap, shape: { [key: string]: Shape }, path: string, check: Check): void => {
  const { document, report } = check;
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const own = path === '' ? name : `${path}.${name}`;
    const wanted = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (wanted === undefined) {
      const known = Object.keys(shape).join(', ');
      report(startOf(key as Node), own, `it is not known here; known are ${known}`, 'warning');
    } else if (typeof wanted === 'object') {
      if (isMap(value)) checkMap(value, wanted, own, check);
      else if (value !== null && !(isScalar(value) && value.value === null))
        report(startOf(value as Node), own, 'it must be a map of keys and values', 'error');
    } else {
      const problem = misfit(wanted, value === null ? null : (value as Node).toJS(document));
      if (problem !== null) report(startOf(value as Node), own, problem, 'error');
    }
  }
};

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? 'it is no YAML';
const startOf = (node: Node | null): number => node?.range?.[0] ?? 0;
