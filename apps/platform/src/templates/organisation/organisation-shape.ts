import { accesses, teamActions, tiers, workspaceLimits, yamlSafe } from '@guildhall/contracts';
import { Limited, ListOf, Needed, oneOf, someOf, type Shape } from '../../yaml/shape.js';

const lineOf = (limit: number): Limited =>
  new Limited('line', `a text of 1 to ${limit} characters on one line`, (value) => String(value).length <= limit);
const plainLineOf = (limit: number): Limited =>
  new Limited(
    'line',
    `a text of 1 to ${limit} characters on one line, without any of { } [ ] | > * & !`,
    (value) => String(value).length <= limit && yamlSafe.test(String(value)),
  );
const tier = oneOf(tiers);
const runtime = lineOf(workspaceLimits.runtime);
const model = lineOf(workspaceLimits.model);

const prompts = {
  initial_prompt: 'text',
  initial_prompt_file: 'line',
  idle_prompt: 'text',
  idle_prompt_file: 'line',
  idle_interval_seconds: 'number',
  category_routing: 'any',
} as const;

/** Read, and reported as not applied: what acts on it does not exist yet. */
const later = { plugins: 'texts', initial_memories: 'any' } as const;

const workspace: { readonly [key: string]: Shape } = {
  name: new Needed(plainLineOf(workspaceLimits.name)),
  role: plainLineOf(workspaceLimits.role),
  runtime,
  command: lineOf(workspaceLimits.command),
  tier,
  template: 'line',
  files_dir: 'line',
  system_prompt: 'text',
  model,
  workspace_dir: 'line',
  workspace_access: oneOf(accesses),
  manages_team: someOf(teamActions),
  ...prompts,
  ...later,
  max_concurrent_tasks: 'integer',
  schedules: 'any',
  channels: 'any',
  external: 'flag',
  url: 'line',
  canvas: { x: new Needed('number'), y: new Needed('number') },
  required_env: 'variables',
  recommended_env: 'variables',
  parent: 'any',
  children: new ListOf(() => workspace),
};

/** All keys of an `org.yaml`, as the reference knows them; `command` and `manages_team` are ours. */
export const organisationShape: Shape = {
  name: new Needed(lineOf(workspaceLimits.name)),
  description: 'text',
  defaults: { runtime, tier, model, ...prompts, ...later },
  workspaces: new Needed(new ListOf(() => workspace)),
  global_memories: 'any',
  required_env: 'variables',
  recommended_env: 'variables',
};
