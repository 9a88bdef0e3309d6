import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type NodeSignal = 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

/** How a node for the event log is started on a folder and a port, and how signals reach it. */
export interface EventStoreCommand {
  program: string;
  args: readonly string[];
  /** It is started in a process group of its own, which gets the signals. */
  isGroup: boolean;
}

const variable = 'GUILDHALL_TEST_EVENTSTORE_COMMAND';
const serverForTests = fileURLToPath(new URL('../../../../tools/servers/event-store.mjs', import.meta.url));

/** Whether tests run over the node that a person named, not over the server for tests. */
export const isNodeNamed = (): boolean => (process.env[variable] ?? '') !== '';

/** The command of GUILDHALL_TEST_EVENTSTORE_COMMAND with its `{port}` and `{data}`, else the server for tests. */
export const eventStoreCommand = (folder: string, port: number): EventStoreCommand => {
  const given = process.env[variable] ?? '';
  if (given === '') {
    const args = [serverForTests, '--data', folder, '--port', String(port)];
    return { program: process.execPath, args, isGroup: false };
  }
  for (const name of ['{port}', '{data}'])
    if (!given.includes(name))
      throw new Error(`${variable} has no ${name}: it must start a node on that port and on files in that folder`);
  const text = given.replaceAll('{port}', String(port)).replaceAll('{data}', quoted(folder));
  return { program: '/bin/sh', args: ['-c', `exec ${text}`], isGroup: true };
};

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Where `docker run --cidfile {data}/container` writes the id of the container. */
const containerFile = (folder: string): string => join(folder, 'container');

/** `docker run` refuses to start when the file is there. */
export const forgetContainer = (folder: string): void => rmSync(containerFile(folder), { force: true });

const ofContainer: Record<NodeSignal, readonly string[]> = {
  SIGTERM: ['stop'],
  SIGKILL: ['kill'],
  SIGSTOP: ['pause'],
  SIGCONT: ['unpause'],
};

/** Carries the signal out on the node's container; false: it has none. The client of Docker would not pass it on. */
export const signalContainer = (folder: string, signal: NodeSignal): boolean => {
  if (!existsSync(containerFile(folder))) return false;
  const id = readFileSync(containerFile(folder), 'utf8').trim();
  execFileSync('docker', [...ofContainer[signal], id], { stdio: 'ignore' });
  return true;
};
