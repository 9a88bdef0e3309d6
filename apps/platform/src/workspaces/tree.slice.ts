import { treeDecider, type TreeCommand, type TreeState } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import type { StreamSlice } from '../commands/stream-slice.js';
import { TreeSnapshots } from './tree.snapshots.js';

/** Stream `tree-<org>`: long-lived and long, so it has snapshots. */
@Injectable()
export class TreeSlice implements StreamSlice<TreeState, TreeCommand> {
  readonly decider = treeDecider;

  constructor(readonly snapshots: TreeSnapshots) {}

  initial(): TreeState {
    return treeDecider.initialState();
  }
}
