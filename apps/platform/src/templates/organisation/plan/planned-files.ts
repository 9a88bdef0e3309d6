import type { JsonObject } from '@guildhall/contracts';
import { posix } from 'node:path';
import type { PlanProblems } from './plan-problems.js';
import type { PlannedWorkspace, PlanSources } from './planned-workspace.js';
import type { TemplateContents } from '../../template-folders.js';
import { isBroken, readTemplateConfiguration } from '../../template-configuration.js';
import { requireKeepable } from '../../template-size.js';
import { UnchangeableYaml } from '../../../yaml/changed-yaml.js';
import { present, textOf, type Values } from '../../template-values.js';
import { withFacts } from '../../workspace-configuration.js';

const configuration = 'config.yaml';

/** What a workspace begins with before its own words come to it. */
export interface BaseFiles {
  files: ReadonlyMap<string, Buffer>;
  /** What its `config.yaml` says; null: it cannot be used, which is a problem of the plan. */
  configuration: JsonObject | null;
}

/** The first files of the workspaces of an organisation template. */
export class PlannedFiles {
  private readonly shared: [string, Buffer][];

  constructor(
    private readonly sources: Pick<PlanSources, 'files' | 'templates'>,
    private readonly defaults: Values,
    private readonly problems: PlanProblems,
  ) {
    this.shared = [...sources.files].filter(([path]) => path.startsWith('_shared/'));
  }

  /** Files of the workspace template, then those that all share, then those of `files_dir`; a later one wins. */
  base(own: Values, path: string): BaseFiles {
    const template = textOf(own, 'template');
    const inside = template === undefined ? [] : this.below(template);
    const named =
      template === undefined || inside.length > 0 ? inside : [...(this.sources.templates.get(template) ?? [])];
    if (template !== undefined && named.length === 0)
      this.problems.at(`${path}.template`, `there is no template ${template}`);
    const dir = textOf(own, 'files_dir');
    const ofDir = dir === undefined ? [] : this.below(dir);
    if (dir !== undefined && ofDir.length === 0)
      this.problems.at(`${path}.files_dir`, `the template has no folder ${dir} with files in it`);
    const files = new Map([...named, ...this.shared, ...ofDir]);
    const isOfDir = ofDir.some(([file]) => file === configuration);
    return { files, configuration: this.configurationOf(files, (isOfDir ? dir : template) ?? '') };
  }

  /** `folder`: where it comes from. */
  private configurationOf(files: BaseFiles['files'], folder: string): JsonObject | null {
    const read = readTemplateConfiguration(files.get(configuration)?.toString() ?? '');
    if (!isBroken(read)) return read.data;
    const file = posix.join(folder, configuration);
    for (const problem of read.problems) if (problem.severity === 'error') this.problems.add({ file, ...problem });
    return null;
  }

  /** Files below a folder of the template. */
  private below(folder: string): [string, Buffer][] {
    const prefix = `${posix.normalize(folder).replace(/\/$/, '')}/`;
    return [...this.sources.files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, content]) => [path.slice(prefix.length), content]);
  }

  /** All of them, with a `config.yaml` that says what the template says; none when there is nothing to say. */
  complete(base: BaseFiles, body: PlannedWorkspace['body'], own: Values, path: string): TemplateContents {
    const prompts = this.prompts(own, path);
    const files = new Map(base.files);
    const system = textOf(own, 'system_prompt');
    if (system !== undefined) files.set('system-prompt.md', Buffer.from(system));
    const values = { ...prompts, ...this.ownConfiguration(files, base.configuration ?? {}, own, prompts) };
    const isSaid = files.size > 0 || Object.keys(values).length > 0 || body.runtime !== 'command';
    if (!isSaid || body.runtime === 'external' || base.configuration === null) return new Map();
    const text = files.get(configuration)?.toString() ?? '';
    files.set(configuration, this.changed(text, body, values as JsonObject, path));
    this.problems.holds(path, () => requireKeepable(files));
    return files;
  }

  private changed(text: string, body: PlannedWorkspace['body'], values: JsonObject, path: string): Buffer {
    try {
      return Buffer.from(withFacts(text, body, values));
    } catch (error) {
      if (!(error instanceof UnchangeableYaml)) throw error;
      this.problems.at(path, `its config.yaml cannot be made to say what is said here: ${error.message}`);
      return Buffer.from(text);
    }
  }

  private ownConfiguration(files: TemplateContents, before: JsonObject, own: Values, prompts: Values): Values {
    const routing = routed(this.defaults['category_routing'], own['category_routing']);
    const shared = this.shared.map(([path]) => path).filter((path) => /^_shared\/[^/]+\.md$/.test(path));
    const ownFiles = before['prompt_files'] ?? (files.has('system-prompt.md') ? ['system-prompt.md'] : []);
    const idle = own['idle_interval_seconds'] ?? this.defaults['idle_interval_seconds'];
    return present({
      initial_prompt_file: prompts['initial_prompt'] === undefined ? undefined : null,
      idle_prompt_file: prompts['idle_prompt'] === undefined ? undefined : null,
      idle_interval_seconds: idle ?? undefined,
      category_routing: Object.keys(routing).length === 0 ? undefined : routing,
      prompt_files: shared.length === 0 ? undefined : [...new Set([...(ownFiles as string[]), ...shared])],
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
    if (content === undefined) this.problems.at(path, `the template has no file ${file}`);
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
