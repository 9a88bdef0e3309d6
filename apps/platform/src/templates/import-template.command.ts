import type { BlobStore } from '@guildhall/blob-store';
import { GuildhallError, type ImportedTemplateView } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { InjectBlobStore } from '../stores/injection.js';
import { readTemplateConfiguration } from './template-configuration.js';
import { TemplateFolders, type TemplateContents } from './template-folders.js';
import { requireKeepable } from './template-size.js';
import { templateStream } from './template.stream.js';
import { templateKey } from './workspace-templates.js';
import { withFacts } from './workspace-configuration.js';

/** `id` null: made of the name, for a person; else the template belongs to one workspace of an organisation's template. */
export class ImportTemplate extends Command<ImportedTemplateView> {
  constructor(
    readonly name: string,
    readonly id: string | null,
    readonly files: TemplateContents,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

const configuration = 'config.yaml';

/** Keeps the files of a template: their content first, then the event that names them. */
@CommandHandler(ImportTemplate)
export class ImportTemplateHandler implements ICommandHandler<ImportTemplate> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly folders: TemplateFolders,
    @InjectBlobStore() private readonly blobs: BlobStore,
  ) {}

  async execute({ name, id, files: given, who, meta }: ImportTemplate): Promise<ImportedTemplateView> {
    const templateId = id ?? slugOf(name);
    const origin = id === null ? 'person' : 'organisation';
    requireKeepable(given);
    const files = completed(given, name, templateId);
    if (id === null && (await this.folders.names('workspaces')).includes(templateId))
      throw new GuildhallError('TEMPLATE_EXISTS', { template: templateId });
    const kept = [];
    for (const [path, content] of [...files].sort(byPath)) kept.push({ path, ...(await this.blobs.put(content)) });
    const command = { templateId, name, origin, files: kept } as const;
    await this.runner.runAndFold(templateStream, templateKey(who.org, templateId), { ...command, files: kept }, meta);
    return { status: 'imported', id: templateId, name };
  }
}

const byPath = ([one]: [string, Buffer], [other]: [string, Buffer]): number => (one < other ? -1 : 1);

/** Lower-case letters, digits and hyphens. Throws TEMPLATE_FILES_INVALID when the name has none of them. */
const slugOf = (name: string): string => {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
  if (slug === '') throw new GuildhallError('TEMPLATE_FILES_INVALID', { problem: 'the name has no letter or digit' });
  return slug;
};

/** With a `config.yaml` that can be read; a small one is made where there is none. Throws TEMPLATE_INVALID. */
const completed = (files: TemplateContents, name: string, template: string): TemplateContents => {
  const given = files.get(configuration)?.toString();
  if (given === undefined)
    return new Map([...files, [configuration, Buffer.from(withFacts('', { name, tier: 1 }, { description: '' }))]]);
  const problems = readTemplateConfiguration(given).problems.filter(({ severity }) => severity === 'error');
  if (problems.length > 0)
    throw new GuildhallError('TEMPLATE_INVALID', {
      template,
      problems: problems.map((problem) => ({ file: configuration, ...problem })),
    });
  return files;
};
