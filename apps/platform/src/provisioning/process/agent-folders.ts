import type { FileRoot, FolderRoot } from '@guildhall/agent-files';
import type { Access } from '@guildhall/contracts';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentStart } from '../backend.js';

/** What a folder has to remember of the last start, for files and terminals beside the agent. */
interface Place {
  workspaceDir: string | null;
  access: Access;
  tier: number;
}

const nowhere: Place = { workspaceDir: null, access: 'none', tier: 1 };

/** The folders of the agents on this machine, each below one of its own. */
export class AgentFolders {
  constructor(readonly directory: string) {}

  of(workspaceId: string): string {
    return join(this.directory, workspaceId);
  }

  at(workspaceId: string, root: FileRoot): string {
    return join(this.of(workspaceId), root);
  }

  /** Where the agent works: the folder that it was given, else its own. */
  workingDirectory(workspaceId: string): string {
    return this.place(workspaceId).workspaceDir ?? this.at(workspaceId, 'workspace');
  }

  roots(workspaceId: string): Record<FileRoot, FolderRoot> {
    const own = (root: FileRoot): FolderRoot => ({ path: this.at(workspaceId, root), readOnly: false });
    const { workspaceDir, access } = this.place(workspaceId);
    const given = workspaceDir === null ? own('workspace') : { path: workspaceDir, readOnly: access !== 'read_write' };
    return { configs: own('configs'), workspace: given, home: own('home'), plugins: own('plugins') };
  }

  place(workspaceId: string): Place {
    try {
      return JSON.parse(readFileSync(this.placeFile(workspaceId), 'utf8')) as Place;
    } catch {
      return nowhere;
    }
  }

  /** Makes what an agent finds. A reset takes away what an earlier session left in its home. */
  async prepare({ workspaceId, workspaceDir, access, tier, reset }: AgentStart): Promise<void> {
    if (reset) await rm(this.at(workspaceId, 'home'), { recursive: true, force: true });
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
