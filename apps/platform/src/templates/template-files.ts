import { GuildhallError } from '@guildhall/contracts';
import { commandRuntime } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { AgentFilesService } from '../files/agent-files.service.js';
import { isThere, type RecordedFiles } from '../files/recorded-files.js';
import type { FirstFiles } from '../provisioning/agent-launch.js';
import { BackendFailure } from '../provisioning/backend.js';
import type { Intent } from '../provisioning/intents.js';
import type { TemplateContents } from './template-folders.js';
import { withFacts } from './workspace-configuration.js';
import { WorkspaceTemplates } from './workspace-templates.js';

const root = 'configs';
const configuration = 'config.yaml';

/**
 * Lays the files of a template into an agent's configuration: missing ones before its start, all when a restart asks.
 * A program that an image brings finds a `config.yaml` in any case, because those of the reference end without one.
 */
@Injectable()
export class TemplateFiles implements FirstFiles {
  constructor(
    private readonly templates: WorkspaceTemplates,
    private readonly files: AgentFilesService,
  ) {}

  async lay(intent: Intent): Promise<void> {
    const { workspaceId, madeFrom, template, runtime } = intent;
    const id = template === null || template === '' ? madeFrom : template;
    if (id === null && runtime === commandRuntime) return;
    const target = this.files.forSystem(workspaceId, 'templates');
    if (id !== null) await this.layTemplate(target, id, intent);
    if (runtime !== commandRuntime) await layMissing(target, firstConfiguration(intent));
  }

  private async layTemplate(target: RecordedFiles, id: string, { org, template }: Intent): Promise<void> {
    const contents = await this.contents(id, org);
    if (template === null && (await target.list(root, '', 1, 1)).entries.length > 0)
      return layMissing(target, contents);
    if (template === null) await target.replace(root, contents);
    else for (const [path, content] of contents) await target.write(root, path, content);
  }

  private async contents(id: string, org: string): Promise<TemplateContents> {
    try {
      return await this.templates.files(id, org);
    } catch (error) {
      if (error instanceof GuildhallError) throw new BackendFailure(error.code, error.message, false, { cause: error });
      throw error;
    }
  }
}

const layMissing = async (target: RecordedFiles, contents: TemplateContents): Promise<void> => {
  for (const [path, content] of contents)
    if (!(await isThere(target, root, path))) await target.write(root, path, content);
};

const firstConfiguration = ({ name, runtime, tier }: Intent): TemplateContents =>
  new Map([[configuration, Buffer.from(withFacts('', { name, runtime, tier }))]]);
