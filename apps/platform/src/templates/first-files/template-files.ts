import { GuildhallError } from '@guildhall/contracts';
import { commandRuntime } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { AgentFilesService, isThere, type RecordedFiles } from '../../files/index.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { FirstFiles, type Intent } from '../../provisioning/index.js';
import { BackendFailure } from '../../backend-port/backend.js';
import { UnchangeableYaml } from '../../yaml/changed-yaml.js';
import { FirstStarts } from './first-starts.js';
import type { TemplateContents } from '../template-folders.js';
import { withFacts } from '../workspace-configuration.js';
import { WorkspaceTemplates } from '../workspace-templates.js';

const root = 'configs';
const configuration = 'config.yaml';

/**
 * Writes the files of a template into an agent's configuration: until its first start, and all of them when a restart asks.
 * Later changes and deletions stay, and the template may be gone by then. A program that an image brings
 * finds a `config.yaml` in any case, because those of the reference end without one.
 */
@Injectable()
export class TemplateFiles extends FirstFiles {
  constructor(
    private readonly templates: WorkspaceTemplates,
    private readonly files: AgentFilesService,
    private readonly starts: FirstStarts,
    private readonly graphs: OrgGraphs,
  ) {
    super();
  }

  async requireTemplate(id: string, org: string): Promise<void> {
    await this.templates.facts(id, org);
  }

  async write(intent: Intent): Promise<void> {
    const { workspaceId, madeFrom, template: asked, runtime, backend } = intent;
    const id = asked === null || asked === '' ? madeFrom : asked;
    const isDue = id !== null && (asked !== null || !this.starts.has(workspaceId, backend));
    if (!isDue && runtime === commandRuntime) return;
    const target = this.files.forSystem(workspaceId, 'templates');
    if (isDue) await this.writeTemplate(target, await this.contents(id, intent), asked !== null);
    if (runtime !== commandRuntime) await writeMissing(target, new Map([[configuration, this.configured('', intent)]]));
  }

  /** Keeps what was written before the first start: a start that failed in between begins again. */
  private async writeTemplate(target: RecordedFiles, contents: TemplateContents, isAsked: boolean): Promise<void> {
    if (isAsked) for (const [path, content] of contents) await target.write(root, path, content);
    else if ((await target.list(root, '', 1, 1)).entries.length > 0) await writeMissing(target, contents);
    else await target.replace(root, contents);
  }

  private async contents(id: string, intent: Intent): Promise<TemplateContents> {
    try {
      const files = await this.templates.files(id, intent.org);
      const text = files.get(configuration)?.toString() ?? '';
      return new Map([...files, [configuration, this.configured(text, intent)]]);
    } catch (error) {
      if (error instanceof GuildhallError) throw BackendFailure.of(error);
      if (!(error instanceof UnchangeableYaml)) throw error;
      const problem = { file: configuration, line: 1, column: 1, path: '', problem: error.message, severity: 'error' };
      throw BackendFailure.of(new GuildhallError('TEMPLATE_INVALID', { template: id, problems: [problem] }));
    }
  }

  /** A template speaks of any workspace; what this one is comes from its own facts. */
  private configured(text: string, { workspaceId, name, tier, runtime, model, command }: Intent): Buffer {
    const role = this.graphs.find(workspaceId)?.role;
    return Buffer.from(withFacts(text, { name, role, tier, runtime, model, command }));
  }
}

const writeMissing = async (target: RecordedFiles, contents: TemplateContents): Promise<void> => {
  for (const [path, content] of contents)
    if (!(await isThere(target, root, path))) await target.write(root, path, content);
};
