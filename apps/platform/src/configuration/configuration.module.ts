import { Global, Module } from '@nestjs/common';
import { FilesModule } from '../files/index.js';
import { AskedVariables } from '../provisioning/index.js';
import { ConfigurationController } from './configuration.controller.js';
import { Configurations } from './configurations.js';
import { RequiredVariables } from './required-variables.js';

/** Global, because the launch of an agent asks it for variables. */
@Global()
@Module({
  imports: [FilesModule],
  controllers: [ConfigurationController],
  providers: [Configurations, { provide: AskedVariables, useClass: RequiredVariables }],
  exports: [AskedVariables],
})
export class ConfigurationModule {}
