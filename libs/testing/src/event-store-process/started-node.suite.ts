import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreProcess } from './event-store-process.js';

export interface StartedNode {
  node: EventStoreProcess;
  directory: string;
  /** Ends the node and removes its folder. */
  remove(): Promise<void>;
}

/** A node that runs on a temporary folder of its own. */
export const startedNode = async (): Promise<StartedNode> => {
  const directory = await mkdtemp(join(tmpdir(), 'guildhall-node-'));
  const node = await EventStoreProcess.on(directory);
  await node.start();
  const remove = async (): Promise<void> => {
    await node.end();
    await rm(directory, { recursive: true, force: true });
  };
  return { node, directory, remove };
};
