import { projectRoot } from '@guildhall/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { withFolder } from '../harness/temporary.js';

/** Runs the server for tests that speaks MongoDB's protocol on a folder of its own, with its port on 127.0.0.1. */
export const withMongoForTests = <T>(use: (port: number) => Promise<T>): Promise<T> =>
  withFolder(async (folder) => {
    const server = spawn(process.execPath, [program, '--data', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(server, 'exit');
    try {
      return await use(await portIn(server.stdout));
    } finally {
      server.kill('SIGTERM');
      await ended;
    }
  });

const program = join(projectRoot, 'tools/servers/mongo.mjs');

const portIn = async (output: Readable): Promise<number> => {
  for await (const line of createInterface({ input: output })) {
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('The MongoDB for tests did not start: node tools/servers/mongo.mjs --data <folder> says why');
};
