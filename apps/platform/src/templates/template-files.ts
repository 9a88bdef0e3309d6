import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { AgentFilesService } from '../files/agent-files.service.js';
import { isThere } from '../files/recorded-files.js';
import type { FirstFiles } from '../provisioning/agent-launch.js';
import { BackendFailure } from '../provisioning/backend.js';
import type { Intent } from '../provisioning/intents.js';
import { WorkspaceTemplates } from './workspace-templates.js';

const root = 'configs';

/** Lays the files of a template into an agent's configuration: missing ones before its start, all when a restart asks. */
@Injectable()
export class TemplateFiles implements FirstFiles {
  constructor(
    private readonly templates: WorkspaceTemplates,
    private readonly files: AgentFilesService,
  ) {}

  async lay({ workspaceId, madeFrom, template }: Intent): Promise<void> {
    const id = template === null || template === '' ? madeFrom : template;
    if (id === null) return;
    const target = this.files.forSystem(workspaceId, 'templates');
    for (const [path, content] of await this.contents(id)) {
      if (template === null && (await isThere(target, root, path))) continue;
      await target.write(root, path, content);
    }
  }

  private async contents(id: string): Promise<ReadonlyMap<string, Buffer>> {
    try {
      return await this.templates.files(id);
    } catch (error) {
      if (error instanceof GuildhallError) throw new BackendFailure(error.code, error.message, false, { cause: error });
      throw error;
    }
  }
}
