import type { JsonObject, TemplateProblem } from '@guildhall/contracts';
import { readLocated } from '../../yaml/located-yaml.js';
import { ProblemList, type Place } from '../../yaml/problem-list.js';
import { checkShape } from '../../yaml/shape.js';
import { organisationShape } from './organisation-shape.js';
import type { TemplateContents } from '../template-folders.js';

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
  const read = { place: (path: string) => place(path, 'value') };
  if (problems.length > 0) return { data: {}, problems, ...read };
  const found = new ProblemList();
  checkShape(data ?? {}, organisationShape, '', (path, problem, kind) => {
    const isUnknown = kind === 'unknown';
    const severity = isUnknown ? 'warning' : 'error';
    found.add({ ...place(path, isUnknown ? 'key' : 'value'), path, problem, severity });
  });
  return { data: (data ?? {}) as JsonObject, problems: found.all(), ...read };
};

const inline = 'template';

/** The same of a template that was sent as JSON; it can include nothing. */
export const readInlineOrganisation = (template: Record<string, unknown>): ReadOrganisation =>
  readOrganisation(new Map([[inline, Buffer.from(JSON.stringify(template, null, 1))]]), inline);
