/** What a value of `config.yaml` must be; an object: its known keys. */
export type Shape = 'text' | 'integer' | 'number' | 'flag' | 'texts' | 'any' | { [key: string]: Shape };

const anything = 'any';

/** All fields that agents' runtimes read, as the reference's loader knows them. */
export const configurationShape: { [key: string]: Shape } = {
  name: 'text',
  description: 'text',
  role: 'text',
  version: 'text',
  tier: 'integer',
  model: 'text',
  runtime: 'text',
  runtime_config: {
    command: 'text',
    args: 'texts',
    required_env: 'any',
    timeout: 'number',
    model: 'text',
    models: anything,
    auth_token_env: 'text',
    auth_token_file: 'text',
  },
  initial_prompt: 'text',
  initial_prompt_file: 'text',
  idle_prompt: 'text',
  idle_prompt_file: 'text',
  idle_interval_seconds: 'number',
  skills: 'texts',
  plugins: 'texts',
  tools: 'texts',
  prompt_files: 'texts',
  shared_context: 'texts',
  a2a: { port: 'integer', streaming: 'flag', push_notifications: 'flag' },
  delegation: { retry_attempts: 'integer', retry_delay: 'number', timeout: 'number', escalate: 'flag' },
  sandbox: { backend: 'text', memory_limit: 'text', timeout: 'number' },
  rbac: { roles: 'texts', allowed_actions: anything },
  hitl: { channels: anything, default_timeout: 'number', bypass_roles: 'texts' },
  governance: {
    enabled: 'flag',
    toolkit: 'text',
    policy_endpoint: 'text',
    policy_mode: 'text',
    policy_file: 'text',
    blocked_patterns: 'texts',
    max_tool_calls_per_task: 'integer',
  },
  security_scan: anything,
  compliance: {
    mode: 'text',
    prompt_injection: 'text',
    max_tool_calls_per_task: 'integer',
    max_task_duration_seconds: 'number',
  },
  sub_workspaces: anything,
  effort: 'text',
  task_budget: 'integer',
  category_routing: anything,
  template_schema_version: 'integer',
};

const words: Record<Exclude<Shape, object>, string> = {
  text: 'a text',
  integer: 'a whole number',
  number: 'a number',
  flag: 'true or false',
  texts: 'a list of texts',
  any: 'anything',
};

const fits: Record<Exclude<Shape, object>, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  flag: (value) => typeof value === 'boolean',
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  any: () => true,
};

/** Null: the value is what its place wants; else a sentence. An absent or null value is none. */
export const misfit = (shape: Exclude<Shape, object>, value: unknown): string | null =>
  value === null || fits[shape](value) ? null : `it must be ${words[shape]}`;
