import type { ConfigProblem, JsonObject } from '@guildhall/contracts';
import { readLocated, type Place } from '../yaml/located-yaml.js';
import { checkShape } from '../yaml/shape.js';
import { organisationShape } from './organisation-shape.js';
import type { TemplateContents } from './template-folders.js';

/** A problem of a template with its place. `warning`: a key that nobody knows. */
export interface TemplateProblem extends ConfigProblem {
  file: string;
}
export interface ReadOrganisation {
  /** Whole and of the right shape when no problem is an error. */
  data: JsonObject;
  problems: TemplateProblem[];
  /** Where the value of a path stands. */
  place: (path: string) => Place;
}

/** Reads an `org.yaml` with what it includes, and names everything that is wrong in it. */
export const readOrganisation = (files: TemplateContents, file = 'org.yaml'): ReadOrganisation => {
  const { data, problems, place } = readLocated(files, file);
  const found: TemplateProblem[] = problems.map((problem) => ({ ...problem, severity: 'error' }));
  const read = { problems: found, place: (path: string) => place(path, 'value') };
  if (found.length > 0) return { data: {}, ...read };
  checkShape(data ?? {}, organisationShape, '', (path, problem, kind) => {
    const isUnknown = kind === 'unknown';
    found.push({
      ...place(path, isUnknown ? 'key' : 'value'),
      path,
      problem,
      severity: isUnknown ? 'warning' : 'error',
    });
  });
  found.sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column);
  return { data: (data ?? {}) as JsonObject, ...read };
};

const inline = 'template';

/** The same of a template that was sent as JSON; it can include nothing. */
export const readInlineOrganisation = (template: Record<string, unknown>): ReadOrganisation =>
  readOrganisation(new Map([[inline, Buffer.from(JSON.stringify(template, null, 1))]]), inline);
