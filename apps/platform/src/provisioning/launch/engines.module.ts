import { Global, Module } from '@nestjs/common';
import { Backends } from '../../backend-port/backends.js';
import { ConfiguredBackends } from './configured-backends.js';
import { ContainerGateway } from './container-gateway.js';

/** Global, because files, terminals and messages reach agents through their engines. */
@Global()
@Module({
  providers: [ContainerGateway, ConfiguredBackends, { provide: Backends, useExisting: ConfiguredBackends }],
  exports: [Backends, ConfiguredBackends, ContainerGateway],
})
export class EnginesModule {}
