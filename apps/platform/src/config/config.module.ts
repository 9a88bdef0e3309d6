import { Global, Module, type DynamicModule } from '@nestjs/common';
import { PlatformConfig } from './platform.config.js';

@Global()
@Module({})
export class ConfigModule {
  static of(config: PlatformConfig): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: PlatformConfig, useValue: config }],
      exports: [PlatformConfig],
    };
  }
}
