import type { JsonObject, NotApplied } from '@guildhall/contracts';
import { commandRuntime } from '@guildhall/domain';
import { posix } from 'node:path';
import type { TemplateContents } from '../../template-folders.js';
import { textOf, type Values } from '../../template-values.js';

const why = {
  secrets: 'secrets do not exist in this version',
  memory: 'memory does not exist in this version',
  plugins: 'plugins do not exist in this version',
  schedules: 'schedules do not exist in this version',
  channels: 'channels do not exist in this version',
  concurrency: 'an agent is given one message at a time in this version',
  parent: 'the tree is made of children alone',
  command: 'the runtime "command" does not act on it; it stands in config.yaml for the program to read',
  external: 'its owner runs this agent, with files of its own',
} as const;

/** Keys that are read and not acted on, with the reason. */
const always: Values = {
  plugins: why.plugins,
  initial_memories: why.memory,
  global_memories: why.memory,
  schedules: why.schedules,
  channels: why.channels,
  max_concurrent_tasks: why.concurrency,
  parent: why.parent,
};
const idle = ['idle_prompt', 'idle_prompt_file', 'idle_interval_seconds', 'category_routing'] as const;
const prompts = ['system_prompt', 'initial_prompt', 'initial_prompt_file', ...idle] as const;
const byRuntime: Record<string, readonly string[]> = {
  [commandRuntime]: idle,
  external: ['template', 'files_dir', 'command', 'workspace_dir', ...prompts],
};

/** What a template says and an import does not act on; `variables`: every `.env` of its folder. */
export class IgnoredSettings {
  private readonly organisation: NotApplied[] = [];
  private readonly workspaces: NotApplied[] = [];
  private readonly ofWorkspaces = new Set<string>();

  constructor(
    data: JsonObject,
    private readonly defaults: Values,
    private readonly variables: TemplateContents,
  ) {
    for (const values of [data, defaults]) this.organisation.push(...noted(null, values, always));
  }

  /** `own`: what the template says of it itself. */
  workspace(own: Values, runtime: string | undefined): void {
    const name = String(own['name']);
    const reason = runtime === commandRuntime ? why.command : why.external;
    const ofRuntime = Object.fromEntries((byRuntime[runtime ?? ''] ?? []).map((key) => [key, reason]));
    this.workspaces.push(...noted(name, own, { ...always, ...ofRuntime }));
    const inherited = Object.entries(this.defaults).filter(([key]) => (own[key] ?? null) === null);
    // Defaults are meant for agents that Guildhall runs; an external one does not keep the others from them.
    if (runtime === commandRuntime) this.defaulted(noted(null, Object.fromEntries(inherited), ofRuntime));
    const folder = textOf(own, 'files_dir');
    const file = folder === undefined ? '' : posix.join(folder, '.env');
    if (!this.variables.has(file)) return;
    this.ofWorkspaces.add(file);
    this.workspaces.push({ workspace: name, key: file, why: why.secrets });
  }

  all(): NotApplied[] {
    const others = [...this.variables.keys()].filter((file) => !this.ofWorkspaces.has(file));
    const files = others.map((key) => ({ workspace: null, key, why: why.secrets }));
    return [...this.organisation, ...files, ...this.workspaces];
  }

  /** Once for all workspaces. */
  private defaulted(found: readonly NotApplied[]): void {
    for (const one of found) if (!this.organisation.some(({ key }) => key === one.key)) this.organisation.push(one);
  }
}

/** In the order of what the template says. */
const noted = (workspace: string | null, values: Values, reasons: Values): NotApplied[] =>
  Object.entries(values).flatMap(([key, value]) => {
    const reason = Object.hasOwn(reasons, key) && value !== null && value !== '' ? textOf(reasons, key) : undefined;
    return reason === undefined ? [] : [{ workspace, key, why: reason }];
  });
