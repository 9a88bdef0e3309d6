import { currentHolderId } from '@guildhall/leases';
import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import { portTokens } from './injection.js';
import type { Stores } from './stores.js';
import { ThisPlatform } from './this-platform.js';
import { Views } from './views.js';

const portsOf = (stores: Stores, log: Logger): Provider[] => [
  { provide: portTokens.stores, useValue: stores },
  { provide: portTokens.eventStore, useValue: stores.events },
  { provide: portTokens.blobStore, useValue: stores.blobs },
  { provide: portTokens.vault, useValue: stores.vault },
  { provide: portTokens.heartbeats, useValue: stores.heartbeats },
  { provide: portTokens.logger, useValue: log },
];

/** The ports to the outside, opened before the application is made. */
@Global()
@Module({})
export class StoresModule {
  static over(stores: Stores, log: Logger): DynamicModule {
    const { reactorLeases } = stores;
    const platform = new ThisPlatform(reactorLeases?.holder ?? currentHolderId(), reactorLeases === null);
    return {
      module: StoresModule,
      providers: [...portsOf(stores, log), { provide: ThisPlatform, useValue: platform }, Views],
      exports: [...Object.values(portTokens), ThisPlatform, Views],
    };
  }
}
