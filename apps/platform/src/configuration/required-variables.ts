import { GuildhallError, type JsonObject } from '@guildhall/contracts';
import { configLimit } from '@guildhall/contracts/configuration/bodies';
import { Injectable } from '@nestjs/common';
import { AgentFilesService } from '../files/index.js';
import { AskedVariables, type Intent } from '../provisioning/index.js';
import { readConfiguration } from './read-configuration.js';

/** What the `config.yaml` of an agent has as `runtime_config.required_env`. */
@Injectable()
export class RequiredVariables extends AskedVariables {
  constructor(private readonly files: AgentFilesService) {
    super();
  }

  async of({ workspaceId, configured }: Intent): Promise<string[]> {
    if (!configured) return [];
    const { data } = readConfiguration(await this.text(workspaceId));
    const asked = ((data?.['runtime_config'] ?? {}) as JsonObject)['required_env'];
    return Array.isArray(asked) ? asked.filter((name) => typeof name === 'string') : [];
  }

  private async text(workspaceId: string): Promise<string> {
    try {
      const target = this.files.forSystem(workspaceId, 'configuration');
      return (await target.read('configs', 'config.yaml', configLimit)).toString();
    } catch (error) {
      if (error instanceof GuildhallError && error.status < 500) return '';
      throw error;
    }
  }
}
