import type { EnvironmentNeed, JsonObject } from '@guildhall/contracts';

/** What the workspaces of a template need together. */
export interface EnvironmentNeeds {
  required: EnvironmentNeed[];
  recommended: EnvironmentNeed[];
}

type Key = 'required_env' | 'recommended_env';

/** Needs of the whole tree, each once; a name that is needed for itself answers the groups it is in. */
export const needsOf = (organisation: JsonObject): EnvironmentNeeds => {
  const required = settled(collected(organisation, 'workspaces', 'required_env'), new Set());
  const strict = new Set(required.filter((need) => typeof need === 'string'));
  return { required, recommended: settled(collected(organisation, 'workspaces', 'recommended_env'), strict) };
};

/** Those that none of the names answers. */
export const missingOf = (needs: readonly EnvironmentNeed[], has: (name: string) => boolean): EnvironmentNeed[] =>
  needs.filter((need) => !namesOf(need).some(has));

/** As `A, one of B and C`. */
export const inWords = (needs: readonly EnvironmentNeed[]): string =>
  needs.map((need) => (typeof need === 'string' ? need : `one of ${need.any_of.join(' and ')}`)).join(', ');

const namesOf = (need: EnvironmentNeed): readonly string[] => (typeof need === 'string' ? [need] : need.any_of);

const collected = (of: JsonObject, children: 'workspaces' | 'children', key: Key): EnvironmentNeed[] => [
  ...((of[key] as EnvironmentNeed[] | null | undefined) ?? []),
  ...((of[children] as JsonObject[] | null | undefined) ?? []).flatMap((child) => collected(child, 'children', key)),
];

const settled = (needs: readonly EnvironmentNeed[], answered: ReadonlySet<string>): EnvironmentNeed[] => {
  const strict = new Set([...answered, ...needs.filter((need) => typeof need === 'string')]);
  const names = [...strict].filter((name) => !answered.has(name));
  const groups = new Map<string, EnvironmentNeed>();
  for (const need of needs)
    if (!namesOf(need).some((name) => strict.has(name))) groups.set([...namesOf(need)].sort().join(), need);
  return [...names, ...groups.values()];
};
