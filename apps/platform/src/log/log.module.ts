import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FoldSnapshots } from './fold-snapshots.js';
import { LogFolds } from './log-folds.js';
import { LogFollower } from './log-follower.js';
import { LogFreshness } from './log-freshness.js';
import { SnapshotFiles } from './snapshot-files.js';

/** Reads the log into the folds of all modules. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [LogFolds, FoldSnapshots, LogFollower, LogFreshness, SnapshotFiles],
  exports: [LogFollower, LogFreshness, SnapshotFiles],
})
export class LogModule {}
