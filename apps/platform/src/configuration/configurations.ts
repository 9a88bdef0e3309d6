import { GuildhallError, type ConfigChangedView, type ConfigView, type JsonObject } from '@guildhall/contracts';
import { configLimit } from '@guildhall/contracts/configuration/bodies';
import { Injectable } from '@nestjs/common';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { AgentFilesService, digestOf } from '../files/index.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { UnchangeableYaml, withChanges } from '../yaml/changed-yaml.js';
import { parseYaml } from '../yaml/parsed-yaml.js';
import { readConfiguration } from './read-configuration.js';

const root = 'configs';
const path = 'config.yaml';

/** The `config.yaml` of each agent: read with every problem at its line, changed without losing a comment. */
@Injectable()
export class Configurations {
  constructor(
    private readonly files: AgentFilesService,
    private readonly graphs: OrgGraphs,
  ) {}

  async read(workspaceId: string, who: Principal): Promise<ConfigView> {
    return viewOf(await this.text(workspaceId, who));
  }

  /** `version`: of the text that was read, when the caller wants to overwrite no other change. Throws CONFIG_INVALID, CONFIG_CHANGED. */
  async write(
    workspaceId: string,
    text: string,
    version: string | null,
    who: Principal,
    meta: CommandMeta,
  ): Promise<ConfigChangedView> {
    requireSize(text);
    requireUsable(text);
    const condition = version === null ? null : { digest: version === '' ? null : version };
    try {
      await this.files.of(workspaceId, who, meta).writeIf(root, path, Buffer.from(text), condition);
    } catch (error) {
      if (error instanceof GuildhallError && error.code === 'FILE_CHANGED')
        throw new GuildhallError('CONFIG_CHANGED', { version: error.details['digest'] ?? '' });
      throw error;
    }
    return { status: 'updated', ...viewOf(text), needs_restart: this.isRunning(workspaceId, who.org) };
  }

  /** Merges the first level, as the reference does; null takes a key away. */
  async merge(workspaceId: string, change: JsonObject, who: Principal, meta: CommandMeta): Promise<ConfigChangedView> {
    requireSize(JSON.stringify(change));
    const before = await this.text(workspaceId, who);
    const { data, problems } = readConfiguration(before ?? '');
    if (data === null) throw invalid(problems);
    const text = changed(before ?? '', change);
    return this.write(workspaceId, text, before === null ? '' : versionOf(before), who, meta);
  }

  private async text(workspaceId: string, who: Principal): Promise<string | null> {
    try {
      return (await this.files.of(workspaceId, who).read(root, path, configLimit)).toString();
    } catch (error) {
      if (error instanceof GuildhallError && error.code === 'FILE_NOT_FOUND') return null;
      throw error;
    }
  }

  private isRunning(workspaceId: string, org: string): boolean {
    const status = this.graphs.workspace(org, workspaceId)?.status;
    return status === 'online' || status === 'degraded' || status === 'provisioning';
  }
}

const versionOf = (text: string): string => digestOf(Buffer.from(text));

const viewOf = (text: string | null): ConfigView => {
  const { data, problems } = readConfiguration(text ?? '');
  return { data, text: text ?? '', problems, version: text === null ? '' : versionOf(text) };
};

const changed = (text: string, change: JsonObject): string => {
  const [tooDeep] = parseYaml(JSON.stringify(change)).errors;
  try {
    if (tooDeep !== undefined) throw new UnchangeableYaml(tooDeep.problem);
    return withChanges(text, change);
  } catch (error) {
    if (error instanceof UnchangeableYaml) throw invalid([{ ...beginning, problem: error.message, severity: 'error' }]);
    throw error;
  }
};

const beginning = { line: 1, column: 1, path: '' } as const;

const requireSize = (text: string): void => {
  if (Buffer.byteLength(text) > configLimit) throw new GuildhallError('BODY_TOO_LARGE', { limit: configLimit });
};

const requireUsable = (text: string): void => {
  const { problems } = readConfiguration(text);
  if (problems.some(({ severity }) => severity === 'error')) throw invalid(problems);
};

const invalid = (problems: ConfigView['problems']): GuildhallError => {
  const [worst] = problems.filter(({ severity }) => severity === 'error');
  const first =
    worst === undefined ? '' : `line ${worst.line}: ${worst.path === '' ? '' : `${worst.path}: `}${worst.problem}`;
  return new GuildhallError('CONFIG_INVALID', { first, problems });
};
