import { GuildhallError, type ConsoleView } from '@guildhall/contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Principal } from '../commands/command-meta.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { Backends } from '../backend-port/backends.js';

/** `after`: offset in bytes, negative counts from the end. */
export class ConsoleQuery extends Query<ConsoleView> {
  constructor(
    readonly workspaceId: string,
    readonly after: number,
    readonly limit: number,
    readonly who: Principal,
  ) {
    super();
  }
}

/** What an agent wrote since its start: its boot log. */
@QueryHandler(ConsoleQuery)
export class ConsoleQueryHandler implements IQueryHandler<ConsoleQuery> {
  constructor(
    private readonly graphs: OrgGraphs,
    private readonly backends: Backends,
  ) {}

  async execute({ workspaceId, after, limit, who }: ConsoleQuery): Promise<ConsoleView> {
    const workspace = this.graphs.workspace(who.org, workspaceId);
    if (workspace === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    if (workspace.runtime === 'external') throw new GuildhallError('BACKEND_HAS_NO_CONSOLE', { id: workspaceId });
    const backend = this.backends.named(workspace.backend) ?? this.backends.forRuntime(workspace.runtime);
    if (backend === null) return { output: '', from: 0, to: 0 };
    const { text, from, to } = await backend.output(workspaceId, after, limit);
    return { output: text, from, to };
  }
}
