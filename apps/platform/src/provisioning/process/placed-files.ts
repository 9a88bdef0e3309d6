import { FolderFiles, type AgentFiles, type FileRoot, type FolderRoot } from '@guildhall/agent-files';

/** Files of an agent whose roots are looked up for every operation. */
export class PlacedFiles implements AgentFiles {
  /** `rootOf` throws GuildhallError when what is there now is out of bounds. */
  constructor(private readonly rootOf: (root: FileRoot) => Promise<FolderRoot>) {}

  async list(...[root, path, depth, limit]: Parameters<AgentFiles['list']>): ReturnType<AgentFiles['list']> {
    return (await this.at(root)).list(root, path, depth, limit);
  }

  async read(...[root, path, limit]: Parameters<AgentFiles['read']>): ReturnType<AgentFiles['read']> {
    return (await this.at(root)).read(root, path, limit);
  }

  async write(...[root, path, content]: Parameters<AgentFiles['write']>): ReturnType<AgentFiles['write']> {
    return (await this.at(root)).write(root, path, content);
  }

  async remove(...[root, path]: Parameters<AgentFiles['remove']>): Promise<void> {
    return (await this.at(root)).remove(root, path);
  }

  async replace(...[root, files]: Parameters<AgentFiles['replace']>): ReturnType<AgentFiles['replace']> {
    return (await this.at(root)).replace(root, files);
  }

  private async at(root: FileRoot): Promise<FolderFiles> {
    return new FolderFiles({ [root]: await this.rootOf(root) });
  }
}
