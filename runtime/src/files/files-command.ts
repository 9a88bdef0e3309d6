import { answerRequest, FolderFiles, frameLength, type FileRoot, type FolderRoot } from '@guildhall/agent-files';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

type Environment = Record<string, string | undefined>;

/** The roots in the container. A read-only mount reports itself. */
const rootsFrom = (env: Environment): Record<FileRoot, FolderRoot> => {
  const folder = (name: string, otherwise: string): FolderRoot => ({ path: env[name] || otherwise, readOnly: false });
  return {
    configs: folder('WORKSPACE_CONFIG_PATH', '/configs'),
    workspace: folder('GUILDHALL_WORKSPACE_PATH', '/workspace'),
    home: folder('GUILDHALL_HOME_PATH', '/home/agent'),
    plugins: folder('PLUGINS_DIR', '/plugins'),
  };
};

/** Answers one request of `RemoteFiles`. The input need not end: a request states its length. */
export const runFilesCommand = async (input: Readable, output: Writable, env: Environment): Promise<void> => {
  const answer = await answerRequest(new FolderFiles(rootsFrom(env)), await requestOf(input));
  for (const piece of answer) output.write(piece);
  output.end();
  await finished(output);
};

const requestOf = async (input: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  let needed: number | null = null;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    needed ??= frameLength(Buffer.concat(chunks));
    if (needed !== null && size >= needed) break;
  }
  input.destroy();
  return Buffer.concat(chunks);
};
