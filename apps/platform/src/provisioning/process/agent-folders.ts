import { removeFolder, type FileRoot, type FolderRoot } from '@guildhall/agent-files';
import type { Access } from '@guildhall/contracts';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentStart } from '../../backend-port/backend.js';
import type { WorkspaceFolders } from '../launch/workspace-folder.js';

/** What a folder has to remember of the last start, for files and terminals beside the agent. */
interface Place {
  workspaceDir: string | null;
  access: Access;
  tier: number;
}

const nowhere: Place = { workspaceDir: null, access: 'none', tier: 1 };

/** The folders of the agents on this machine, each below one of its own. */
export class AgentFolders {
  constructor(
    readonly directory: string,
    private readonly givable: WorkspaceFolders,
  ) {}

  of(workspaceId: string): string {
    return join(this.directory, workspaceId);
  }

  at(workspaceId: string, root: FileRoot): string {
    return join(this.of(workspaceId), root);
  }

  /** Where the agent works: the folder that it was given, else its own. Throws WORKSPACE_DIR_REFUSED. */
  async workingDirectory(workspaceId: string): Promise<string> {
    return (await this.givable.givenTo(this.place(workspaceId))) ?? this.at(workspaceId, 'workspace');
  }

  /** Where a root is, looked up each time: what was a folder at the start may be a link by now. Throws WORKSPACE_DIR_REFUSED. */
  async root(workspaceId: string, root: FileRoot): Promise<FolderRoot> {
    const place = this.place(workspaceId);
    const given = root === 'workspace' ? await this.givable.givenTo(place) : null;
    return given === null
      ? { path: this.at(workspaceId, root), readOnly: false }
      : { path: given, readOnly: place.access !== 'read_write' };
  }

  place(workspaceId: string): Place {
    try {
      return JSON.parse(readFileSync(this.placeFile(workspaceId), 'utf8')) as Place;
    } catch {
      return nowhere;
    }
  }

  /**
   * Makes what an agent finds. A reset takes away what an earlier session left in its home. Throws WORKSPACE_DIR_REFUSED
   * before anything is changed.
   */
  async prepare(start: AgentStart): Promise<void> {
    const { workspaceId, workspaceDir, access, tier, reset } = start;
    await this.givable.givenTo(start);
    if (reset) await removeFolder(this.at(workspaceId, 'home'));
    for (const root of ['configs', 'workspace', 'home', 'plugins'] as const)
      mkdirSync(this.at(workspaceId, root), { recursive: true, mode: 0o700 });
    const file = this.placeFile(workspaceId);
    writeFileSync(`${file}.new`, JSON.stringify({ workspaceDir, access, tier } satisfies Place), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  private placeFile(workspaceId: string): string {
    return join(this.of(workspaceId), 'place.json');
  }
}
