import type { JsonObject } from '@guildhall/contracts';
import { posix } from 'node:path';
import { readConfiguration } from '../configuration/read-configuration.js';
import type { PlannedWorkspace, PlanSources } from './planned-workspace.js';
import type { TemplateContents } from './template-folders.js';
import { UnchangeableYaml } from '../yaml/changed-yaml.js';
import { present, textOf, type Values } from './template-values.js';
import { withFacts } from './workspace-configuration.js';

const configuration = 'config.yaml';

/** The first files of the workspaces of an organisation template. */
export class PlannedFiles {
  private readonly shared: [string, Buffer][];

  /** `problem`: told of what is named and not there, with the path of the key that names it. */
  constructor(
    private readonly sources: Pick<PlanSources, 'files' | 'templates'>,
    private readonly defaults: Values,
    private readonly problem: (path: string, problem: string) => void,
  ) {
    this.shared = [...sources.files].filter(([path]) => path.startsWith('_shared/'));
  }

  /** Files of the workspace template, then those that all share, then those of `files_dir`; a later one wins. */
  baseFiles(own: Values, path: string): Map<string, Buffer> {
    const files = new Map<string, Buffer>();
    const template = textOf(own, 'template');
    const inside = template === undefined ? [] : this.below(template);
    const named =
      template === undefined || inside.length > 0 ? inside : [...(this.sources.templates.get(template) ?? [])];
    if (template !== undefined && named.length === 0)
      this.problem(`${path}.template`, `there is no template ${template}`);
    const dir = textOf(own, 'files_dir');
    const ofDir = dir === undefined ? [] : this.below(dir);
    if (dir !== undefined && ofDir.length === 0)
      this.problem(`${path}.files_dir`, `the template has no folder ${dir} with files in it`);
    for (const [file, content] of [...named, ...this.shared, ...ofDir]) files.set(file, content);
    return files;
  }

  /** Files below a folder of the template. */
  private below(folder: string): [string, Buffer][] {
    const prefix = `${posix.normalize(folder).replace(/\/$/, '')}/`;
    return [...this.sources.files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, content]) => [path.slice(prefix.length), content]);
  }

  /** All of them, with a `config.yaml` that says what the template says; none when there is nothing to say. */
  complete(base: Map<string, Buffer>, body: PlannedWorkspace['body'], own: Values, path: string): TemplateContents {
    const prompts = this.prompts(own, path);
    const system = textOf(own, 'system_prompt');
    if (system !== undefined) base.set('system-prompt.md', Buffer.from(system));
    const values = { ...prompts, ...this.ownConfiguration(base, own, prompts) };
    const isSaid = base.size > 0 || Object.keys(values).length > 0 || body.runtime !== 'command';
    if (!isSaid || body.runtime === 'external') return new Map();
    try {
      const text = withFacts(base.get(configuration)?.toString() ?? '', body, values as JsonObject);
      base.set(configuration, Buffer.from(text));
    } catch (error) {
      if (!(error instanceof UnchangeableYaml)) throw error;
      this.problem(path, `its config.yaml cannot be made to say what is said here: ${error.message}`);
    }
    return base;
  }

  private ownConfiguration(base: TemplateContents, own: Values, prompts: Values): Values {
    const routing = routed(this.defaults['category_routing'], own['category_routing']);
    const shared = this.shared.map(([path]) => path).filter((path) => /^_shared\/[^/]+\.md$/.test(path));
    const { data } = readConfiguration(base.get(configuration)?.toString() ?? '');
    const before = (data?.['prompt_files'] ?? (base.has('system-prompt.md') ? ['system-prompt.md'] : [])) as string[];
    const idle = own['idle_interval_seconds'] ?? this.defaults['idle_interval_seconds'];
    return present({
      initial_prompt_file: prompts['initial_prompt'] === undefined ? undefined : null,
      idle_prompt_file: prompts['idle_prompt'] === undefined ? undefined : null,
      idle_interval_seconds: idle ?? undefined,
      category_routing: Object.keys(routing).length === 0 ? undefined : routing,
      prompt_files: shared.length === 0 ? undefined : [...new Set([...before, ...shared])],
    });
  }

  private prompts(own: Values, path: string): Values {
    const dir = textOf(own, 'files_dir') ?? '';
    return present({
      initial_prompt: this.prompt('initial_prompt', own, dir, path),
      idle_prompt: this.prompt('idle_prompt', own, dir, path),
    });
  }

  /** The workspace's own words, then its file, then the words and the file of the defaults. */
  private prompt(key: string, own: Values, dir: string, path: string): string | undefined {
    return (
      textOf(own, key) ??
      this.promptFile(textOf(own, `${key}_file`), dir, `${path}.${key}_file`) ??
      textOf(this.defaults, key) ??
      this.promptFile(textOf(this.defaults, `${key}_file`), '', `defaults.${key}_file`)
    );
  }

  private promptFile(file: string | undefined, dir: string, path: string): string | undefined {
    if (file === undefined) return undefined;
    const places = [posix.join(dir, file), posix.normalize(file)];
    const content = places.map((place) => this.sources.files.get(place)).find((found) => found !== undefined);
    if (content === undefined) this.problem(path, `the template has no file ${file}`);
    return content?.toString();
  }
}

/** The workspace's lists replace those of the defaults; an empty one takes the category away. */
const routed = (defaults: unknown, own: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...(defaults ?? {}), ...(own ?? {}) }).filter(
      ([, roles]) => Array.isArray(roles) && roles.length > 0,
    ),
  );
