import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { MessagesModule } from '../messages/index.js';
import { RegistryModule } from '../registry/index.js';
import { GrantedLeads } from './commands/granted-leads.js';
import { HibernateAgentHandler } from './commands/hibernate-agent.command.js';
import { Lifecycle } from './commands/lifecycle.js';
import { PauseTeamHandler } from './commands/pause-team.command.js';
import { RestartAgentHandler } from './commands/restart-agent.command.js';
import { ResumeTeamHandler } from './commands/resume-team.command.js';
import { StopAllHandler } from './commands/stop-all.command.js';
import { TeamRights } from './commands/team-rights.js';
import { ConsoleQueryHandler } from './console.query.js';
import { Hibernation } from './hibernation/hibernation.reactor.js';
import { IdleAgents } from './hibernation/idle-agents.js';
import { SleepCommands } from './hibernation/sleep-commands.js';
import { SleepingAgents } from './hibernation/sleeping-agents.js';
import { Intents } from './intents.js';
import { AgentLaunch } from './launch/agent-launch.js';
import { AgentVariables } from './launch/agent-variables.js';
import { ProvisioningController } from './provisioning.controller.js';
import { ProvisioningRecord } from './provisioning-record.js';
import { AgentStarter } from './reactor/agent-starter.js';
import { BackendEnds } from './reactor/backend-ends.js';
import { BackendReports } from './reactor/backend-reports.js';
import { EngineSupervision } from './reactor/engine/engine-supervision.js';
import { EngineWatch } from './reactor/engine/engine-watch.js';
import { NextSteps } from './reactor/next-steps.js';
import { OpenIntents } from './reactor/open-intents.js';
import { ProvisioningQueue } from './reactor/provisioning-queue.js';
import { ProvisioningReactor } from './reactor/provisioning.reactor.js';
import { Reconciliation } from './reactor/reconciliation.js';
import { StartDeadlines } from './reactor/start-deadlines.js';

const commands = [
  GrantedLeads,
  HibernateAgentHandler,
  Lifecycle,
  PauseTeamHandler,
  RestartAgentHandler,
  ResumeTeamHandler,
  StopAllHandler,
  TeamRights,
];
const hibernation = [Hibernation, IdleAgents, SleepCommands, SleepingAgents];
const launch = [AgentLaunch, AgentVariables];
const reactor = [
  AgentStarter,
  BackendEnds,
  BackendReports,
  EngineSupervision,
  EngineWatch,
  NextSteps,
  OpenIntents,
  ProvisioningQueue,
  ProvisioningReactor,
  Reconciliation,
  StartDeadlines,
];

@Module({
  imports: [IdentityModule, MessagesModule, RegistryModule],
  controllers: [ProvisioningController],
  providers: [ConsoleQueryHandler, Intents, ProvisioningRecord, ...commands, ...hibernation, ...launch, ...reactor],
  exports: [AgentVariables],
})
export class ProvisioningModule {}
