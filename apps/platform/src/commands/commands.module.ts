import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LogFollower } from '../log/log-follower.js';
import { Metrics } from '../metrics/metrics.js';
import { portTokens } from '../stores/injection.js';
import type { Stores } from '../stores/stores.js';
import { ThisPlatform } from '../stores/this-platform.js';
import { CommandRunner } from './command-runner.js';
import { PipelinedAppends, SharedAppends, StreamAppends } from './executor/stream-appends.js';
import { StreamCache } from './executor/stream-cache.js';
import { StreamExecutor } from './executor/stream-executor.js';
import { StreamCommandHandler } from './stream-command.js';

/** A writer alone may send an append before the last one is answered; where others write too, appends are shared. */
const appends = {
  provide: StreamAppends,
  inject: [portTokens.stores],
  useFactory: ({ events, reactorLeases }: Stores): StreamAppends =>
    reactorLeases === null ? new PipelinedAppends(events) : new SharedAppends(events),
};

/** The one way in which anything is written to the log. */
@Global()
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [appends, StreamCache, StreamExecutor, CommandRunner, StreamCommandHandler],
  exports: [StreamExecutor, CommandRunner],
})
export class CommandsModule {
  constructor(
    platform: ThisPlatform,
    follower: LogFollower,
    cache: StreamCache,
    executor: StreamExecutor,
    metrics: Metrics,
  ) {
    if (!platform.isAlone) follower.listen((recorded) => cache.onRecorded(recorded));
    metrics.watch('command_retries', 'Commands decided again because another writer was first', () => executor.retries);
    metrics.watch('log_ordinal', 'Events of the log that this process has folded', () => follower.ordinal);
  }
}
