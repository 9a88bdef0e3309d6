import { GuildhallError, type JsonObject, type TemplateView } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfiguration } from '../configuration/read-configuration.js';

/** Templates that come with Guildhall. */
const firstParty = fileURLToPath(new URL('../../../../templates/workspaces', import.meta.url));

/** What a template gives to a workspace made from it, where its creation is silent. */
export interface TemplateFacts {
  name: string;
  description: string;
  tier: number;
  runtime: string;
  model: string | null;
  command: string | null;
}

const textAt = (data: JsonObject, key: string): string => (typeof data[key] === 'string' ? data[key] : '');

/** Workspace templates: folders with a `config.yaml`. */
@Injectable()
export class WorkspaceTemplates {
  private readonly folder = firstParty;

  async list(): Promise<TemplateView[]> {
    const ids = await this.ids();
    return Promise.all(ids.map((id) => this.view(id)));
  }

  /** Throws TEMPLATE_NOT_FOUND, TEMPLATE_INVALID. */
  async facts(id: string): Promise<TemplateFacts> {
    const data = await this.data(id);
    const settings = (data['runtime_config'] ?? {}) as JsonObject;
    const model = textAt(settings, 'model') || textAt(data, 'model');
    return {
      name: textAt(data, 'name') || id,
      description: textAt(data, 'description'),
      tier: typeof data['tier'] === 'number' ? data['tier'] : 1,
      runtime: textAt(data, 'runtime') || 'langgraph',
      model: model === '' ? null : model,
      command: textAt(settings, 'command') || null,
    };
  }

  /** Content of every file by its path below the template's folder. Throws TEMPLATE_NOT_FOUND. */
  async files(id: string): Promise<ReadonlyMap<string, Buffer>> {
    await this.require(id);
    const entries = await readdir(join(this.folder, id), { recursive: true, withFileTypes: true });
    const found = new Map<string, Buffer>();
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = join(entry.parentPath, entry.name);
      found.set(file.slice(join(this.folder, id).length + 1), await readFile(file));
    }
    return found;
  }

  private async view(id: string): Promise<TemplateView> {
    const { name, description, tier, runtime, model } = await this.facts(id);
    const { skills: given } = await this.data(id);
    const skills = Array.isArray(given) ? given.filter((skill) => typeof skill === 'string') : [];
    return {
      id,
      name,
      description,
      tier,
      runtime,
      model: model ?? '',
      models: [],
      required_env: [],
      origin: 'built-in',
      skills,
      skill_count: skills.length,
    };
  }

  private async data(id: string): Promise<JsonObject> {
    await this.require(id);
    const { data, problems } = readConfiguration(await readFile(join(this.folder, id, 'config.yaml'), 'utf8'));
    if (data === null) throw new GuildhallError('TEMPLATE_INVALID', { template: id, problems });
    return data;
  }

  private async require(id: string): Promise<void> {
    if (!(await this.ids()).includes(id)) throw new GuildhallError('TEMPLATE_NOT_FOUND', { template: id });
  }

  private async ids(): Promise<string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }
}
