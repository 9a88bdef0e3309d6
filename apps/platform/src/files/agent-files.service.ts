import type { AgentFiles } from '@guildhall/agent-files';
import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { actorOf, type CommandMeta, type Principal } from '../commands/command-meta.js';
import { clock } from '../clock/clock.js';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import type { AgentEngine } from '../backend-port/backend.js';
import { Backends } from '../backend-port/backends.js';
import { FileChanges } from './changes/file-changes.js';
import { RecordedFiles } from './recorded-files.js';

/** The files of the agents of every backend; what is changed through it stands in the log. */
@Injectable()
export class AgentFilesService {
  constructor(
    private readonly graphs: OrgGraphs,
    private readonly backends: Backends,
    private readonly changes: FileChanges,
  ) {}

  /**
   * The files of a workspace for a caller; `meta`: of the request, when there is one. Throws WORKSPACE_NOT_FOUND,
   * WORKSPACE_REMOVED, FOREIGN_WORKSPACE, BACKEND_HAS_NO_FILES, RUNTIME_WITHOUT_BACKEND.
   */
  of(workspaceId: string, who: Principal, meta: CommandMeta = ownMeta(who)): RecordedFiles {
    if (who.kind === 'workspace' && who.workspaceId !== workspaceId) throw new GuildhallError('FOREIGN_WORKSPACE');
    return new RecordedFiles(workspaceId, this.raw(workspaceId, who.org), this.changes, meta);
  }

  /** As `of`, for the platform itself; `part`: which part of it, as the log names the actor. */
  forSystem(workspaceId: string, part: string): RecordedFiles {
    const org = this.graphs.organisationOf(workspaceId);
    if (org === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    const id = newId();
    const meta = systemMeta(part, { org, key: [workspaceId, id], correlationId: id });
    return new RecordedFiles(workspaceId, this.raw(workspaceId, org), this.changes, meta);
  }

  /** Where the agent of a workspace runs, or would be started. Throws as `of`. */
  engineOf(workspaceId: string, org: string): AgentEngine {
    const workspace = this.graphs.workspace(org, workspaceId);
    if (workspace === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    if (workspace.removed !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id: workspaceId });
    const { runtime } = workspace;
    if (runtime === 'external') throw new GuildhallError('BACKEND_HAS_NO_FILES', { id: workspaceId });
    const engine = this.backends.named(workspace.backend) ?? this.backends.forRuntime(runtime);
    if (engine === null) throw new GuildhallError('RUNTIME_WITHOUT_BACKEND', { runtime });
    return engine;
  }

  private raw(workspaceId: string, org: string): AgentFiles {
    return this.engineOf(workspaceId, org).files(workspaceId);
  }
}

const ownMeta = (who: Principal): CommandMeta => {
  const id = newId();
  return {
    actor: actorOf(who),
    org: who.org,
    commandId: id,
    correlationId: id,
    causationId: id,
    hop: 0,
    traceparent: null,
    now: clock.instant(),
    fingerprint: id,
  };
};
