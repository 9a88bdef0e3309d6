import {
  GuildhallError,
  teamActions,
  type JsonObject,
  type TemplateProblem,
  type TemplateView,
} from '@guildhall/contracts';
import type { BlobStore } from '@guildhall/blob-store';
import { Injectable } from '@nestjs/common';
import { derivedId } from '../commands/ids.js';
import { StreamExecutor } from '../commands/executor/stream-executor.js';
import type { TemplateFacts, TemplateSource } from '../workspaces/index.js';
import { InjectBlobStore } from '../stores/injection.js';
import { ImportedTemplates } from './imported-templates.js';
import { isOfVariables, problemsOf, TemplateFolders, type TemplateContents } from './template-folders.js';
import { isBroken, readTemplateConfiguration } from './template-configuration.js';
import { asRole } from './template-values.js';
import { templateStream } from './template.stream.js';

const file = 'config.yaml';

const textAt = (data: JsonObject, key: string): string => (typeof data[key] === 'string' ? data[key] : '');
const textsAt = (data: JsonObject, key: string): string[] =>
  (Array.isArray(data[key]) ? data[key] : []).filter((text) => typeof text === 'string');

/** Id of the stream of a template. */
export const templateKey = (org: string, id: string): string => derivedId('template', org, id);

/** Workspace templates: those in folders of this machine, and those that were imported into the log. */
@Injectable()
export class WorkspaceTemplates implements TemplateSource {
  constructor(
    private readonly folders: TemplateFolders,
    private readonly imported: ImportedTemplates,
    private readonly executor: StreamExecutor,
    @InjectBlobStore() private readonly blobs: BlobStore,
  ) {}

  /** Those that cannot be used are there with the reason; none hides another. */
  async list(org: string): Promise<TemplateView[]> {
    const names = await this.folders.names('workspaces');
    const imported = this.imported.of(org).filter((id) => !names.includes(id));
    const views = await Promise.all([
      ...names.map((id) => this.view(id, org, 'built-in')),
      ...imported.map((id) => this.view(id, org, 'imported')),
    ]);
    return views.filter((view) => view !== null).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Throws TEMPLATE_NOT_FOUND, TEMPLATE_INVALID. */
  async facts(id: string, org: string): Promise<TemplateFacts> {
    return factsOf(id, configurationOf(id, await this.files(id, org)).data);
  }

  /** Content of every file by its path. Throws TEMPLATE_NOT_FOUND. */
  async files(id: string, org: string): Promise<TemplateContents> {
    if ((await this.folders.names('workspaces')).includes(id)) return (await this.folders.read('workspaces', id)).files;
    const { state } = await this.executor.currentState(templateStream, templateStream.nameOf(templateKey(org, id)));
    if (state === null) throw new GuildhallError('TEMPLATE_NOT_FOUND', { template: id });
    const files = new Map<string, Buffer>();
    for (const { path, digest } of state.filter((file) => !isOfVariables(file.path))) {
      const content = await this.blobs.get(digest);
      if (content === null) throw new Error(`the blob ${digest} of the template ${id} is gone`);
      files.set(path, Buffer.from(content));
    }
    return files;
  }

  private async view(id: string, org: string, origin: TemplateView['origin']): Promise<TemplateView | null> {
    try {
      const { data, problems } = configurationOf(id, await this.files(id, org));
      return viewOf(id, data, origin, problems);
    } catch (error) {
      const problems = problemsOf(error);
      return problems === null ? null : viewOf(id, {}, origin, problems);
    }
  }
}

/** Its problems are warnings: one with an error is TEMPLATE_INVALID. */
const configurationOf = (id: string, files: TemplateContents): { data: JsonObject; problems: TemplateProblem[] } => {
  const text = files.get(file)?.toString() ?? '';
  const read = readTemplateConfiguration(text);
  const problems = read.problems.map((problem) => ({ file, ...problem }));
  if (read.data !== null && !isBroken(read)) return { data: read.data, problems };
  throw new GuildhallError('TEMPLATE_INVALID', { template: id, problems });
};

const factsOf = (id: string, data: JsonObject): TemplateFacts => {
  const settings = (data['runtime_config'] ?? {}) as JsonObject;
  const granted = textsAt(data, 'manages_team');
  return {
    name: textAt(data, 'name') || id,
    description: textAt(data, 'description'),
    role: asRole(textAt(data, 'description')),
    tier: typeof data['tier'] === 'number' ? data['tier'] : null,
    runtime: textAt(data, 'runtime') || null,
    model: textAt(settings, 'model') || textAt(data, 'model') || null,
    command: textAt(settings, 'command') || null,
    managesTeam: teamActions.filter((action) => granted.includes(action)),
  };
};

const viewOf = (
  id: string,
  data: JsonObject,
  origin: TemplateView['origin'],
  problems: TemplateProblem[],
): TemplateView => {
  const { name, description, tier, runtime, model } = factsOf(id, data);
  const settings = (data['runtime_config'] ?? {}) as JsonObject;
  const skills = textsAt(data, 'skills');
  return {
    ...{ id, name, description },
    tier: tier ?? 1,
    runtime: runtime ?? 'langgraph',
    model: model ?? '',
    models: (Array.isArray(settings['models']) ? settings['models'] : []) as TemplateView['models'],
    required_env: textsAt(settings, 'required_env'),
    skills,
    skill_count: skills.length,
    origin,
    problems,
  };
};
