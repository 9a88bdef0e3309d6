import type { JsonObject } from '@guildhall/contracts';
import { readConfiguration } from '../configuration/index.js';
import { withChanges } from '../yaml/changed-yaml.js';

/** What a workspace is; what is absent, null or empty says nothing. */
export interface WorkspaceFacts {
  name: string;
  role?: string | null | undefined;
  tier?: number | null | undefined;
  runtime?: string | null | undefined;
  model?: string | null | undefined;
  command?: string | null | undefined;
}

/**
 * A `config.yaml` that says of the workspace what it is, and `more` besides, where null takes a key away; what it says
 * otherwise, and its comments, stay. Throws UnchangeableYaml.
 */
export const withFacts = (text: string, facts: WorkspaceFacts, more: JsonObject = {}): string => {
  const { name, role, tier, runtime, model, command } = facts;
  const settings = (readConfiguration(text).data?.['runtime_config'] ?? {}) as JsonObject;
  // What these say comes before what the top says.
  const replaced = Object.entries(said({ model, command })).filter(([key]) => Object.hasOwn(settings, key));
  const inside = replaced.length === 0 ? {} : { runtime_config: Object.fromEntries(replaced) };
  return withChanges(text, { ...said({ name, role, tier, runtime, model }), ...more }, inside);
};

const said = (facts: Record<string, string | number | null | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(facts).filter(
      (fact): fact is [string, string | number] => ![undefined, null, ''].includes(fact[1] as null),
    ),
  );
