import { streams } from '@guildhall/contracts';
import { treeDecider, type TreeCommand, type TreeState } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import type { StreamType } from '../../commands/executor/stream-type.js';
import { TreeSnapshots } from './tree-snapshots.js';

/** Stream `tree-<org>`: long-lived and long, so it has snapshots. */
@Injectable()
export class TreeStream implements StreamType<TreeState, TreeCommand> {
  readonly nameOf = streams.tree;
  readonly decider = treeDecider;

  constructor(readonly snapshots: TreeSnapshots) {}

  initial(): TreeState {
    return treeDecider.initialState();
  }
}
