import { Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ProjectorConfig } from './config/projector.config.js';
import { Engine } from './engine/engine.js';
import { LeaseKeeper } from './engine/lease-keeper.js';
import { currentHolderId } from '@guildhall/leases';
import { openHealthServer, type HealthServer } from './operations/health-server.js';
import type { ProjectorStores } from './stores/stores.js';
import { views } from './views.js';

const tokens = { config: Symbol('config'), stores: Symbol('stores'), logger: Symbol('logger') } as const;

/** Runs the engine from start to shutdown of the application. */
@Injectable()
export class Projector implements OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private health: HealthServer | null = null;

  constructor(
    private readonly engine: Engine,
    @Inject(tokens.config) private readonly config: ProjectorConfig,
    @Inject(tokens.stores) private readonly stores: ProjectorStores,
  ) {}

  /** `failed` receives the error that stops the engine for good. */
  async start(failed: (error: unknown) => void): Promise<void> {
    if (this.config.port !== 0) this.health = await openHealthServer(this.config.port, this.engine.board);
    this.running = this.engine.run(this.stopping.signal).catch(failed);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.health?.close();
    await this.stores.close();
  }
}

@Module({})
export class ProjectorModule {
  static for(config: ProjectorConfig, stores: ProjectorStores, logger: Logger): DynamicModule {
    const { log, blobs, leases, openReads, engineTimes: times } = stores;
    const keeper = new LeaseKeeper(leases, currentHolderId(), stores.leaseTimes);
    return {
      module: ProjectorModule,
      providers: [
        { provide: tokens.config, useValue: config },
        { provide: tokens.stores, useValue: stores },
        { provide: tokens.logger, useValue: logger },
        {
          provide: Engine,
          useFactory: () => new Engine({ log, blobs, leases: keeper, views, openReads, logger, times }),
        },
        Projector,
      ],
    };
  }
}
