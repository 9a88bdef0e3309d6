import { GuildhallError, templateName, type TemplateProblem } from '@guildhall/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { firstPartyTemplates } from '../config/first-party-templates.js';
import { PlatformConfig } from '../config/platform.config.js';

/** The content of every file by its path below the template's folder. */
export type TemplateContents = ReadonlyMap<string, Buffer>;

/** A template that lies in a folder of this machine. */
export interface FolderTemplate {
  folder: string;
  /** Without those that are called `.env`: whatever is taken from here may reach an agent or the log. */
  files: TemplateContents;
  /** The files that are called `.env`. */
  variables: TemplateContents;
}

export type TemplateKind = 'workspaces' | 'organisations';

const ofVariables = '.env';
const limits = { files: 2_000, bytes: 33_554_432 } as const;

/** Folders of templates: those that come with Guildhall, and the operator's own, which win where both have a name. */
@Injectable()
export class TemplateFolders {
  private readonly roots: readonly string[];

  constructor(@Inject(PlatformConfig) { templatesDir: own }: Pick<PlatformConfig, 'templatesDir'>) {
    this.roots = own === undefined ? [firstPartyTemplates] : [firstPartyTemplates, own];
  }

  /** Names of the templates, sorted; a folder that no request could name is none. */
  async names(kind: TemplateKind): Promise<string[]> {
    return [...(await this.folders(kind)).keys()].sort();
  }

  /** Links are not followed. Throws TEMPLATE_NOT_FOUND, and TEMPLATE_INVALID when it is too large or cannot be read. */
  async read(kind: TemplateKind, name: string): Promise<FolderTemplate> {
    const folder = (await this.folders(kind)).get(name);
    if (folder === undefined) throw new GuildhallError('TEMPLATE_NOT_FOUND', { template: name });
    try {
      return await this.contents(folder, name);
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error)) throw error;
      throw unusable(name, `its files cannot be read: ${error.message}`);
    }
  }

  private async contents(folder: string, name: string): Promise<FolderTemplate> {
    const files = new Map<string, Buffer>();
    const variables = new Map<string, Buffer>();
    let bytes = 0;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      bytes += (await stat(file)).size;
      if (files.size + variables.size >= limits.files || bytes > limits.bytes) throw unusable(name, tooLarge);
      (isOfVariables(file) ? variables : files).set(file.slice(folder.length + 1), await readFile(file));
    }
    return { folder, files, variables };
  }

  private async folders(kind: TemplateKind): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const root of this.roots) {
      const entries = await readdir(join(root, kind), { withFileTypes: true }).catch(noneIfAbsent);
      for (const entry of entries)
        if (entry.isDirectory() && templateName.test(entry.name)) found.set(entry.name, join(root, kind, entry.name));
    }
    return found;
  }
}

/** Is it a `.env`, whose values must not be shown? */
export const isOfVariables = (path: string): boolean => basename(path) === ofVariables;

/** What is wrong in a template that was refused; null: it is gone, as one taken away between two looks. Throws what is else. */
export const problemsOf = (error: unknown): TemplateProblem[] | null => {
  if (!(error instanceof GuildhallError)) throw error;
  if (error.code === 'TEMPLATE_NOT_FOUND') return null;
  return error.details['problems'] as unknown as TemplateProblem[];
};

const noneIfAbsent = (error: NodeJS.ErrnoException): [] => {
  if (error.code === 'ENOENT') return [];
  throw error;
};

const tooLarge = `it has more than ${limits.files} files or ${limits.bytes} bytes`;

const unusable = (template: string, problem: string): GuildhallError =>
  new GuildhallError('TEMPLATE_INVALID', {
    template,
    problems: [{ file: '', line: 1, column: 1, path: '', problem, severity: 'error' }],
  });
