import type { AgentFiles, FileChange, FileRoot, StoredEntry } from '../port.js';
import { checkedPath } from '../checked-path.js';
import { acceptedAnswer, checkedChanges, checkedContent, checkedListing, unusable } from './checked-answer.js';
import { frame, type FilesRequest } from './protocol.js';

export interface ProgramAnswer {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
}

/**
 * Runs the agent's runtime next to the files, with these arguments and this input, and waits for its exit. May stop the
 * program after more than `outputLimit` bytes of output, which the caller would reject.
 */
export type RunProgram = (args: string[], input: Buffer, outputLimit: number) => Promise<ProgramAnswer>;

/** Bytes allowed for the head of an answer, without the descriptions of files. */
const headLimit = 65_536;
const describedLimit = 2_048;

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
    const { head } = await this.ask({ operation: 'list', root, path, depth, limit }, [], limit * describedLimit);
    return checkedListing(head['listing'], { path, depth, limit });
  }

  async read(root: FileRoot, path: string, limit: number): Promise<Buffer> {
    checkedPath(path);
    const { head, content } = await this.ask({ operation: 'read', root, path, limit }, [], limit);
    return checkedContent(content, head['size'], limit);
  }

  async write(root: FileRoot, path: string, content: Buffer): Promise<FileChange> {
    checkedPath(path);
    const { head } = await this.ask({ operation: 'write', root, path, size: content.length }, [content]);
    const [change] = checkedChanges(head['changes'], new Map([[path, content]]));
    return change as FileChange;
  }

  async remove(root: FileRoot, path: string): Promise<void> {
    checkedPath(path);
    await this.ask({ operation: 'remove', root, path });
  }

  async replace(root: FileRoot, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> {
    const named = [...files].map(([path, content]) => ({ path: checkedPath(path), size: content.length }));
    const request = { operation: 'replace', root, files: named } as const;
    const { head } = await this.ask(request, [...files.values()], files.size * describedLimit);
    return checkedChanges(head['changes'], files);
  }

  /** `expected`: bytes that the answer may have besides its head. */
  private async ask(
    request: FilesRequest,
    contents: readonly Buffer[] = [],
    expected = 0,
  ): Promise<ReturnType<typeof acceptedAnswer>> {
    const outputLimit = headLimit + expected;
    const input = Buffer.concat(frame(request, contents));
    const { exitCode, stdout, stderr } = await this.run(['files', request.operation], input, outputLimit);
    if (exitCode !== 0) throw new Error(`the files command exited with code ${exitCode}: ${stderr.slice(0, 1_000)}`);
    if (stdout.length > outputLimit) throw unusable(`it is longer than ${outputLimit} bytes.`);
    return acceptedAnswer(stdout);
  }
}
