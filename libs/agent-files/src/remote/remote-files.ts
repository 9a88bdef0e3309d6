import { GuildhallError } from '@guildhall/contracts/errors';
import { checkedPath } from '../checked-path.js';
import type { AgentFiles, FileChange, FileRoot, StoredEntry } from '../port.js';
import { frame, unframed, type FilesAnswer, type FilesRequest } from './protocol.js';

export interface ProgramAnswer {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
}

/** Runs the agent's runtime where the files are, with these arguments and this input, and waits for its end. */
export type RunProgram = (args: string[], input: Buffer) => Promise<ProgramAnswer>;

/** The files of an agent behind the runtime's `files` command: one run for each operation. */
export class RemoteFiles implements AgentFiles {
  constructor(private readonly run: RunProgram) {}

  async list(
    root: FileRoot,
    path: string,
    depth: number,
    limit: number,
  ): Promise<{ entries: StoredEntry[]; truncated: boolean }> {
    checkedPath(path, 'is the root');
    const { answer } = await this.ask({ operation: 'list', root, path, depth, limit });
    return answer.listing ?? { entries: [], truncated: false };
  }

  async read(root: FileRoot, path: string, limit: number): Promise<Buffer> {
    checkedPath(path);
    const { answer, content } = await this.ask({ operation: 'read', root, path, limit });
    if (content.length !== answer.size) throw new Error('the content of the file was cut off on its way');
    return content;
  }

  async write(root: FileRoot, path: string, content: Buffer): Promise<FileChange> {
    checkedPath(path);
    const { answer } = await this.ask({ operation: 'write', root, path, size: content.length }, [content]);
    const change = answer.changes?.[0];
    if (change === undefined) throw new Error('the answer to a write names no change');
    return change;
  }

  async remove(root: FileRoot, path: string): Promise<void> {
    checkedPath(path);
    await this.ask({ operation: 'remove', root, path });
  }

  async replace(root: FileRoot, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> {
    const named = [...files].map(([path, content]) => ({ path: checkedPath(path), size: content.length }));
    const { answer } = await this.ask({ operation: 'replace', root, files: named }, [...files.values()]);
    return answer.changes ?? [];
  }

  private async ask(
    request: FilesRequest,
    contents: readonly Buffer[] = [],
  ): Promise<{ answer: Extract<FilesAnswer, { ok: true }>; content: Buffer }> {
    const { exitCode, stdout, stderr } = await this.run(['files', request.operation], frame(request, contents));
    if (exitCode !== 0) throw new Error(`the files command ended with code ${exitCode}: ${stderr.slice(0, 1_000)}`);
    const { head, rest } = unframed(stdout);
    const answer = head as FilesAnswer;
    if (!answer.ok) throw new GuildhallError(answer.code, answer.details);
    return { answer, content: rest };
  }
}
