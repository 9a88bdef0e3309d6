import {
  GuildhallError,
  settableDefaults,
  tiers,
  type CreateWorkspaceBody,
  type CreatedWorkspace,
} from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import { recordedChange } from '../commands/recorded-change.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { derivedId, newId } from '../commands/ids.js';
import { ExternalAgents } from './external-agents.js';
import { settableFacts } from './fact-changes.js';
import { TemplateSource } from './template-facts.js';
import { TreeStream } from './streams/tree.stream.js';

const defaultRuntime = 'langgraph';

export class CreateWorkspace extends Command<CreatedWorkspace> {
  constructor(
    readonly body: CreateWorkspaceBody,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CreateWorkspace)
export class CreateWorkspaceHandler implements ICommandHandler<CreateWorkspace> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly tree: TreeStream,
    private readonly external: ExternalAgents,
    private readonly templates: TemplateSource,
  ) {}

  async execute({ body: given, who, meta }: CreateWorkspace): Promise<CreatedWorkspace> {
    const body = given.template === undefined ? given : await this.completed(given, given.template, who.org);
    const runtime = runtimeOf(body);
    if (runtime === 'external' && body.url !== undefined) await this.external.requireAllowed(body.url);
    const access = body.workspace_access ?? (body.workspace_dir === undefined ? 'none' : 'read_only');
    const workspaceId = meta.commandId.charAt(14) === '5' ? derivedId('workspace', meta.commandId) : newId();
    const command = {
      type: 'create',
      workspaceId,
      ...settableDefaults,
      ...settableFacts(body),
      parentId: body.parent_id?.toLowerCase() ?? null,
      x: body.canvas?.x ?? null,
      y: body.canvas?.y ?? null,
      runtime,
      command: body.command ?? null,
      access,
      workspaceDir: body.workspace_dir ?? null,
      ...(body.template === undefined ? {} : { template: body.template }),
      ...(body.manages_team === undefined ? {} : { managesTeam: body.manages_team }),
    } as const;
    const decided = await this.runner.runAndFold(this.tree, who.org, command, meta);
    const created: CreatedWorkspace = {
      id: workspaceId,
      status: 'provisioning',
      workspace_access: access,
      awareness_namespace: `workspace:${workspaceId}`,
      ...recordedChange(decided),
    };
    return runtime === 'external'
      ? { ...created, ...(await this.external.connect(workspaceId, body, who, meta)) }
      : created;
  }

  /** What the body does not say comes from the template. Throws TEMPLATE_NOT_FOUND. */
  private async completed(body: CreateWorkspaceBody, template: string, org: string): Promise<CreateWorkspaceBody> {
    const facts = await this.templates.facts(template, org);
    const runtime = body.runtime ?? (body.command === undefined ? (facts.runtime ?? undefined) : undefined);
    const command = body.command ?? (runtime === 'command' ? (facts.command ?? undefined) : undefined);
    const tier = body.tier ?? tiers.find((known) => known === facts.tier);
    return {
      ...body,
      role: body.role ?? facts.role,
      ...(runtime === undefined ? {} : { runtime }),
      ...(command === undefined ? {} : { command }),
      ...(tier === undefined ? {} : { tier }),
      ...(facts.model === null ? {} : { model: body.model ?? facts.model }),
      ...(facts.managesTeam.length === 0 ? {} : { manages_team: body.manages_team ?? facts.managesTeam }),
    };
  }
}

const runtimeOf = (body: CreateWorkspaceBody): string => {
  if (body.external === true) {
    if (body.runtime !== undefined && body.runtime !== 'external') {
      const fields = [{ field: 'external', message: 'an external agent has the runtime "external"' }];
      throw new GuildhallError('VALIDATION_FAILED', { fields });
    }
    return 'external';
  }
  return body.runtime ?? (body.command === undefined ? defaultRuntime : 'command');
};
