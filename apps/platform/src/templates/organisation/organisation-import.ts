import {
  causeOfRefusal,
  GuildhallError,
  permissionsOf,
  streams,
  type CreateWorkspaceBody,
  type ImportedOrganisationView,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { clock } from '../../clock/clock.js';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import { derivedId } from '../../commands/ids.js';
import { StreamExecutor } from '../../commands/executor/stream-executor.js';
import { stepOf } from '../../http/request-context.js';
import { StreamCommand } from '../../commands/stream-command.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { type OrganisationCommand, organisationStream } from '../../organisations/index.js';
import { CreateWorkspace } from '../../workspaces/index.js';
import { ImportTemplate } from '../import-template.command.js';
import type { PlannedWorkspace } from './plan/planned-workspace.js';
import { OrganisationTemplates, type PreparedImport } from './organisation-templates.js';

/** The organisation of `npm start -- --demo`. */
const demo = 'demo';
const importer = 'template-import';

type Made = ImportedOrganisationView['workspaces'];

/** Makes the workspaces of a template, parents first. */
@Injectable()
export class OrganisationImport {
  constructor(
    private readonly commands: CommandBus,
    private readonly templates: OrganisationTemplates,
    private readonly executor: StreamExecutor,
    private readonly graphs: OrgGraphs,
  ) {}

  /**
   * The same request again, under its key, resumes where it stopped. What was made before a refusal stays, and the
   * answer says what kept the rest out.
   */
  async import(prepared: PreparedImport, who: Principal, meta: CommandMeta): Promise<ImportedOrganisationView> {
    const { template, name, plan } = prepared;
    const made: Made = [];
    const refusal = await this.make(plan.workspaces, made, who, meta);
    if (refusal !== null && made.length === 0) throw refusal;
    const record = {
      template,
      name,
      workspaces: made.length,
      error: refusal === null ? null : causeOfRefusal(refusal),
    };
    // Another outcome is another record: an import that was completed later must not count as the one that stopped.
    const outcome = `import ${made.length} ${refusal?.code ?? 'whole'}`;
    await this.change({ type: 'import', org: who.org, ...record }, stepOf(meta, outcome));
    return {
      org: name,
      workspaces: made,
      count: made.length,
      not_applied: plan.notApplied,
      ...(refusal === null ? {} : { error: refusal.message }),
    };
  }

  /** Only into an organisation without workspaces, or to end what an earlier start could not. */
  async importDemo(org: string): Promise<void> {
    const { state } = await this.executor.currentState(organisationStream, streams.organisation(org));
    if (state.status === 'founded' && state.imported.has(demo)) return;
    const prepared = await this.templates.prepare({ dir: demo }, org);
    const [first] = prepared.plan.workspaces;
    const meta = importMeta(org);
    const isBegun = first !== undefined && this.graphs.workspace(org, idOf(first, meta)) !== undefined;
    const isFresh = this.graphs.graph(org).workspaces.every(({ removed }) => removed !== null);
    if (!isBegun && !isFresh) return;
    const who = importerOf(org);
    await this.change({ type: 'rename', org, name: prepared.name }, stepOf(meta, 'name'));
    await this.import(prepared, who, meta);
  }

  /** Null: all were made. */
  private async make(
    workspaces: readonly PlannedWorkspace[],
    made: Made,
    who: Principal,
    meta: CommandMeta,
  ): Promise<GuildhallError | null> {
    const ids = new Map<string, string>();
    try {
      for (const workspace of workspaces) {
        const parentId = workspace.parentPath === null ? null : (ids.get(workspace.parentPath) ?? null);
        const row = await this.create(workspace, parentId, who, meta);
        ids.set(workspace.path, row.id);
        made.push(row);
      }
      return null;
    } catch (error) {
      if (error instanceof GuildhallError) return error;
      throw error;
    }
  }

  /** One that was made before keeps the token that was shown then: the rest must not wait for it. */
  private async create(
    workspace: PlannedWorkspace,
    parentId: string | null,
    who: Principal,
    meta: CommandMeta,
  ): Promise<Made[number]> {
    const { path, files } = workspace;
    const own = { ...workspace.body, parent_id: parentId };
    const body: CreateWorkspaceBody =
      files.size === 0 ? own : { ...own, template: await this.keep(workspace, who, stepOf(meta, `${path} files`)) };
    const row = { name: body.name, tier: body.tier ?? 1 };
    try {
      const { id, connection } = await this.commands.execute(new CreateWorkspace(body, who, stepOf(meta, path)));
      return { id, ...row, ...(connection === undefined ? {} : { connection }) };
    } catch (error) {
      if (!(error instanceof GuildhallError) || error.code !== 'TOKEN_ALREADY_SHOWN') throw error;
      return { id: idOf(workspace, meta), ...row };
    }
  }

  /** The first files of one workspace, as a template of its own: they are written when, and wherever, its agent starts. */
  private async keep({ body, files }: PlannedWorkspace, who: Principal, meta: CommandMeta): Promise<string> {
    const id = `of-${meta.commandId}`;
    await this.commands.execute(new ImportTemplate(body.name, id, files, who, meta));
    return id;
  }

  private async change(command: OrganisationCommand, meta: CommandMeta): Promise<void> {
    await this.commands.execute(new StreamCommand(organisationStream, command.org, command, meta, {}));
  }
}

/** As the creation of a workspace derives it from its command. */
const idOf = ({ path }: PlannedWorkspace, meta: CommandMeta): string =>
  derivedId('workspace', stepOf(meta, path).commandId);

const importerOf = (org: string): Principal => ({
  kind: 'service',
  id: importer,
  credentialId: importer,
  org,
  permissions: permissionsOf.service,
  workspaceId: null,
  incarnation: null,
});

/** Derived, so that every start means the same commands. */
const importMeta = (org: string): CommandMeta => {
  const commandId = derivedId(importer, org, demo);
  return {
    actor: { kind: 'service', id: importer },
    org,
    commandId,
    correlationId: commandId,
    causationId: commandId,
    hop: 0,
    traceparent: null,
    now: clock.instant(),
    fingerprint: `${importer}\n${demo}`,
  };
};
