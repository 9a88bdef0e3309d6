import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuthModule } from './auth/auth.module.js';
import { CommandsModule } from './commands/commands.module.js';
import { ConfigModule } from './config/config.module.js';
import type { PlatformConfig } from './config/platform.config.js';
import { ConfigurationModule } from './configuration/configuration.module.js';
import { FilesModule } from './files/files.module.js';
import { GraphModule } from './graph/graph.module.js';
import { HistoryModule } from './history/history.module.js';
import { HttpModule } from './http/http.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { LiveModule } from './live/live.module.js';
import { LogModule } from './log/log.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { EnginesModule } from './provisioning/launch/engines.module.js';
import { ProvisioningModule } from './provisioning/provisioning.module.js';
import { ReactorsModule } from './reactors/reactors.module.js';
import { RegistryModule } from './registry/registry.module.js';
import type { Stores } from './stores/stores.js';
import { StoresModule } from './stores/stores.module.js';
import { TemplatesModule } from './templates/templates.module.js';
import { TerminalModule } from './terminal/terminal.module.js';
import { WorkspacesModule } from './workspaces/workspaces.module.js';

const kernel = [
  MetricsModule,
  LogModule,
  CommandsModule,
  HttpModule,
  AuthModule,
  GraphModule,
  LiveModule,
  ReactorsModule,
];

export const slices: readonly Type[] = [
  OrganisationsModule,
  IdentityModule,
  HistoryModule,
  RegistryModule,
  MessagesModule,
  FilesModule,
  TerminalModule,
  EnginesModule,
  ProvisioningModule,
  ConfigurationModule,
  TemplatesModule,
  WorkspacesModule,
  OperationsModule,
];

/** The whole platform over given stores: tests and the process start the same one. */
@Module({})
export class PlatformModule {
  static over(config: PlatformConfig, stores: Stores, log: Logger): DynamicModule {
    const ports = [ConfigModule.of(config), StoresModule.over(stores, log)];
    return { module: PlatformModule, imports: [...ports, ...kernel, ...slices] };
  }
}
