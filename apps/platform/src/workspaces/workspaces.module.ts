import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { RegistryModule } from '../registry/index.js';
import { CreateWorkspaceHandler } from './create-workspace.command.js';
import { ExternalAgents } from './external-agents.js';
import { PatchWorkspaceHandler } from './patch-workspace.command.js';
import { RemoveWorkspaceHandler } from './remove-workspace.command.js';
import { TreeSnapshots } from './streams/tree-snapshots.js';
import { TreeStream } from './streams/tree.stream.js';
import { WorkspaceStreams } from './streams/workspace.stream.js';
import { UndoChangeHandler } from './undo-change.command.js';
import { WorkspacesController } from './workspaces.controller.js';
import { WorkspaceQueryHandler, WorkspacesQueryHandler } from './workspaces.query.js';

@Module({
  imports: [IdentityModule, RegistryModule],
  controllers: [WorkspacesController],
  providers: [
    CreateWorkspaceHandler,
    ExternalAgents,
    PatchWorkspaceHandler,
    RemoveWorkspaceHandler,
    TreeSnapshots,
    TreeStream,
    UndoChangeHandler,
    WorkspaceQueryHandler,
    WorkspacesQueryHandler,
    WorkspaceStreams,
  ],
})
export class WorkspacesModule {}
