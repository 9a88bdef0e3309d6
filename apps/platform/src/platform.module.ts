import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { CommandRunner } from './commands/command-runner.js';
import { PlatformConfig } from './config/platform.config.js';
import { AgentFilesService } from './files/agent-files.service.js';
import { FileChanges } from './files/changes/file-changes.js';
import { FilesController } from './files/files.controller.js';
import { TransfersController } from './files/transfers/transfers.controller.js';
import { HistoryRange } from './history/history-range.js';
import { FeedIndex } from './history/feed-index.js';
import { HistoryController } from './history/history.controller.js';
import { HistoryService } from './history/history.service.js';
import { BodyPipe } from './http/body.pipe.js';
import { PlatformAddress } from './http/server/platform-address.js';
import { AuthGuard } from './auth/auth.guard.js';
import { Authenticator } from './identity/authenticator.js';
import { LoginController } from './identity/login.controller.js';
import { Origins } from './auth/origins.js';
import { Refusals } from './identity/refusals.js';
import { RevokedSockets } from './identity/revoked-sockets.js';
import { Sessions } from './identity/sessions.js';
import { RequestAdmission } from './auth/request-admission.js';
import { SocketAdmission } from './auth/socket-admission.js';
import { TokenIssuer } from './identity/token-issuer.js';
import { TokensController } from './identity/tokens.controller.js';
import { WorkspaceTokens } from './identity/workspace-tokens.js';
import { LiveGateway } from './live/live.gateway.js';
import { LiveReplay } from './live/live-replay.js';
import { A2aEndpoint } from './messages/a2a-endpoint.js';
import { AgentClient } from './registry/network/agent-client.js';
import { CancelMessageHandler } from './messages/cancel-message.command.js';
import { ChatQueryHandler } from './messages/chat.query.js';
import { MessageDelivery } from './messages/message-delivery.js';
import { MessageDispatcher } from './messages/message-dispatcher.js';
import { MessageWaiters } from './messages/message-waiters.js';
import { MessagesController } from './messages/messages.controller.js';
import { SendMessageHandler } from './messages/send-message.command.js';
import { HealthController } from './operations/health.controller.js';
import { Gauges } from './operations/gauges.js';
import { Metrics } from './metrics/metrics.js';
import { ChangeOrganisationHandler } from './organisations/change-organisation.command.js';

import { OrganisationFounder } from './organisations/organisation-founder.js';
import { OrganisationsController } from './organisations/organisations.controller.js';
import { platformProviders } from './platform.providers.js';
import { ConsoleQueryHandler } from './provisioning/console.query.js';
import { HibernateAgentHandler } from './provisioning/commands/hibernate-agent.command.js';
import { Lifecycle } from './provisioning/commands/lifecycle.js';
import { TeamRights } from './provisioning/commands/team-rights.js';
import { PauseTeamHandler } from './provisioning/commands/pause-team.command.js';
import { ProvisioningRecord } from './provisioning/provisioning-record.js';
import { ProvisioningController } from './provisioning/provisioning.controller.js';
import { RestartAgentHandler } from './provisioning/commands/restart-agent.command.js';
import { ResumeTeamHandler } from './provisioning/commands/resume-team.command.js';
import { StopAllHandler } from './provisioning/commands/stop-all.command.js';
import { AgentReports } from './registry/agent-reports.js';
import { AgentEndpoints } from './registry/network/agent-endpoints.js';
import { AgentRecord } from './registry/agent-record.js';
import { AgentStateController } from './registry/agent-state.controller.js';
import { AgentStateQueryHandler } from './registry/agent-state.query.js';
import { ExitWatcher } from './registry/liveness/exit-watcher.js';
import { Liveness } from './registry/liveness/liveness.js';
import { LivenessCheckers } from './registry/liveness/liveness-checkers.js';
import { Peers } from './registry/peers.js';
import { AgentUrls } from './registry/network/agent-urls.js';
import { RegistryController } from './registry/registry.controller.js';
import { StartedAgents } from './registry/network/started-agents.js';
import type { Stores } from './stores/stores.js';
import { ConfigurationController } from './configuration/configuration.controller.js';
import { Configurations } from './configuration/configurations.js';
import { RequiredVariables } from './configuration/required-variables.js';
import { ImportTemplateHandler } from './templates/import-template.command.js';
import { OrganisationImport } from './templates/organisation/organisation-import.js';
import { OrganisationTemplates } from './templates/organisation/organisation-templates.js';
import { TemplateFiles } from './templates/template-files.js';
import { TemplatesController } from './templates/templates.controller.js';
import { WorkspaceTemplates } from './templates/workspace-templates.js';
import { CreateWorkspaceHandler } from './workspaces/create-workspace.command.js';
import { PatchWorkspaceHandler } from './workspaces/patch-workspace.command.js';
import { RemoveWorkspaceHandler } from './workspaces/remove-workspace.command.js';
import { RestoreWorkspaceHandler } from './workspaces/restore-workspace.command.js';
import { TerminalGateway } from './terminal/terminal.gateway.js';
import { TerminalRecord } from './terminal/terminal-record.js';
import { TreeStream } from './workspaces/streams/tree.stream.js';
import { UndoChangeHandler } from './workspaces/undo-change.command.js';
import { WorkspaceStreams } from './workspaces/streams/workspace.stream.js';
import { WorkspacesController } from './workspaces/workspaces.controller.js';
import { WorkspaceQueryHandler, WorkspacesQueryHandler } from './workspaces/workspaces.query.js';

const http: Provider[] = [
  { provide: APP_GUARD, useClass: AuthGuard },
  { provide: APP_PIPE, useClass: BodyPipe },
  PlatformAddress,
  Origins,
];
const identity: Provider[] = [
  Authenticator,
  RequestAdmission,
  SocketAdmission,
  Refusals,
  Sessions,
  TokenIssuer,
  WorkspaceTokens,
  RevokedSockets,
];
const organisations: Provider[] = [OrganisationFounder, ChangeOrganisationHandler];
const workspaces: Provider[] = [
  TreeStream,
  WorkspaceStreams,
  CreateWorkspaceHandler,
  PatchWorkspaceHandler,
  RemoveWorkspaceHandler,
  RestoreWorkspaceHandler,
  UndoChangeHandler,
  WorkspacesQueryHandler,
  WorkspaceQueryHandler,
];
const templates: Provider[] = [
  Configurations,
  RequiredVariables,
  WorkspaceTemplates,
  OrganisationTemplates,
  OrganisationImport,
  ImportTemplateHandler,
  TemplateFiles,
];
const registry: Provider[] = [
  AgentReports,
  AgentEndpoints,
  AgentRecord,
  AgentStateQueryHandler,
  ExitWatcher,
  Liveness,
  LivenessCheckers,
  Peers,
  AgentUrls,
];
const provisioning: Provider[] = [
  Lifecycle,
  TeamRights,
  ProvisioningRecord,
  RestartAgentHandler,
  PauseTeamHandler,
  ResumeTeamHandler,
  HibernateAgentHandler,
  StopAllHandler,
  ConsoleQueryHandler,
];
const messages: Provider[] = [
  A2aEndpoint,
  AgentClient,
  StartedAgents,
  MessageDelivery,
  MessageDispatcher,
  MessageWaiters,
  SendMessageHandler,
  CancelMessageHandler,
  ChatQueryHandler,
];
const files: Provider[] = [AgentFilesService, FileChanges, TerminalRecord, TerminalGateway];
const history: Provider[] = [FeedIndex, HistoryRange, HistoryService, LiveReplay, LiveGateway];

/** Every HTTP door; a test reads the policy of each. */
export const platformControllers = [
  HealthController,
  LoginController,
  TokensController,
  OrganisationsController,
  MessagesController,
  WorkspacesController,
  ProvisioningController,
  ConfigurationController,
  TemplatesController,
  RegistryController,
  AgentStateController,
  FilesController,
  TransfersController,
  HistoryController,
] as const;

/** The whole platform over given stores: tests and the process start the same one. */
@Module({})
export class PlatformModule {
  static over(config: PlatformConfig, stores: Stores, log: Logger): DynamicModule {
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      controllers: [...platformControllers],
      providers: [
        { provide: PlatformConfig, useValue: config },
        ...platformProviders(config, stores, log),
        Metrics,
        Gauges,
        CommandRunner,
        ...http,
        ...identity,
        ...organisations,
        ...workspaces,
        ...registry,
        ...provisioning,
        ...templates,
        ...messages,
        ...files,
        ...history,
      ],
    };
  }
}
