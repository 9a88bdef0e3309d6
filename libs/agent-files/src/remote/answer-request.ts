import { GuildhallError } from '@guildhall/contracts/errors';
import type { AgentFiles, FileRoot } from '../port.js';
import { fileRoots } from '../port.js';
import { frame, unframed, type FilesAnswer, type FilesRequest } from './protocol.js';

/**
 * The answer of the `files` command to a request, in pieces to be written one after the other. A refusal is an answer; any
 * other failure rejects. The caller may be anyone who can start programs there, so roots and paths are checked again.
 */
export const answerRequest = async (files: AgentFiles, input: Buffer): Promise<Buffer[]> => {
  try {
    const { head, rest } = unframed(input);
    const request = head as FilesRequest;
    if (!fileRoots.includes(request.root)) throw new SyntaxError(`there is no root ${String(request.root)}`);
    return await perform(files, request, rest);
  } catch (error) {
    if (!(error instanceof GuildhallError)) throw error;
    return frame({ ok: false, code: error.code, details: error.details } satisfies FilesAnswer);
  }
};

const perform = async (files: AgentFiles, request: FilesRequest, content: Buffer): Promise<Buffer[]> => {
  switch (request.operation) {
    case 'list': {
      const listing = await files.list(request.root, request.path, request.depth, request.limit);
      return done({ ok: true, listing });
    }
    case 'read': {
      const read = await files.read(request.root, request.path, request.limit);
      return frame({ ok: true, size: read.length } satisfies FilesAnswer, [read]);
    }
    case 'write':
      return done({ ok: true, changes: [await files.write(request.root, request.path, whole(content, request.size))] });
    case 'remove':
      await files.remove(request.root, request.path);
      return done({ ok: true });
    case 'replace':
      return done({ ok: true, changes: await replace(files, request.root, request.files, content) });
  }
};

const done = (answer: FilesAnswer): Buffer[] => frame(answer);

const replace = (
  files: AgentFiles,
  root: FileRoot,
  named: readonly { path: string; size: number }[],
  content: Buffer,
) => {
  let from = 0;
  const all = named.map(({ path, size }) => [path, content.subarray(from, (from += size))] as const);
  whole(content, from);
  return files.replace(root, new Map(all));
};

/** The whole content: a broken connection must not leave half a file. */
const whole = (content: Buffer, size: number): Buffer => {
  if (content.length !== size) throw new SyntaxError(`${content.length} of ${size} bytes arrived`);
  return content;
};
