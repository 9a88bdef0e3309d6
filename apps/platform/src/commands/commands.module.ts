import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LogFollower } from '../log/log-follower.js';
import { Metrics } from '../metrics/metrics.js';
import { portTokens } from '../stores/injection.js';
import type { Stores } from '../stores/stores.js';
import { ThisPlatform } from '../stores/this-platform.js';
import { CommandRunner } from './command-runner.js';
import { PipelinedExecutor } from './executor/pipelined-executor.js';
import { SharedExecutor } from './executor/shared/shared-executor.js';
import { StreamCache } from './executor/stream-cache.js';
import { StreamExecutor } from './executor/stream-executor.js';
import { StreamCommandHandler } from './stream-command.js';

/** A writer alone may send an append before the last one is answered; where others write too, appends are shared. */
const executor = {
  provide: StreamExecutor,
  inject: [portTokens.stores, StreamCache],
  useFactory: ({ events, reactorLeases }: Stores, cache: StreamCache): StreamExecutor =>
    reactorLeases === null ? new PipelinedExecutor(events, cache) : new SharedExecutor(events, cache),
};

/** The one way in which anything is written to the log. */
@Global()
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [StreamCache, executor, CommandRunner, StreamCommandHandler],
  exports: [StreamExecutor, CommandRunner],
})
export class CommandsModule {
  constructor(
    platform: ThisPlatform,
    follower: LogFollower,
    cache: StreamCache,
    { counts }: StreamExecutor,
    metrics: Metrics,
  ) {
    if (!platform.isAlone) follower.listen((recorded) => cache.onRecorded(recorded));
    metrics.watch('command_retries', 'Commands decided again because another writer was first', () => counts.retries);
    metrics.watch('append_conflicts', 'Appends that lost to another writer', () => counts.conflicts);
    metrics.watch('commands_busy', 'Commands refused because other writers were first for too long', () => counts.busy);
    metrics.watch('log_ordinal', 'Events of the log that this process has folded', () => follower.ordinal);
  }
}
