import { createHash } from 'node:crypto';

/** Labels by which everything of Guildhall is found again at an engine, also after a crash. */
export const label = {
  managed: 'guildhall.managed',
  installation: 'guildhall.installation',
  workspace: 'guildhall.workspace',
  incarnation: 'guildhall.incarnation',
  /** What a container or volume is for: an agent, or reaching the files of one that does not run. */
  role: 'guildhall.role',
  /** Runtime whose image brings its own program; absent: the image is ours. */
  runtime: 'guildhall.runtime',
} as const;

export const volumeRoles = ['configs', 'workspace', 'home', 'plugins', 'state'] as const;
export type VolumeRole = (typeof volumeRoles)[number];

/** Names and labels of one installation, so that several can share an engine. */
export class Installation {
  private readonly prefix: string;

  constructor(readonly id: string) {
    this.prefix = `guildhall-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
  }

  get network(): string {
    return this.prefix;
  }

  /** One name for each workspace: the engine itself refuses a second container. */
  agent(workspaceId: string): string {
    return `${this.prefix}-${workspaceId}`;
  }

  /** Short, because it stands in the prompt of every terminal; the reference names its containers so. */
  hostname(workspaceId: string): string {
    return `ws-${workspaceId.slice(0, 12)}`;
  }

  filesKeeper(workspaceId: string): string {
    return `${this.prefix}-${workspaceId}-files`;
  }

  volume(workspaceId: string, role: VolumeRole): string {
    return `${this.prefix}-${workspaceId}-${role}`;
  }

  labels(more: Record<string, string> = {}): Record<string, string> {
    return { [label.managed]: 'true', [label.installation]: this.id, ...more };
  }

  /** Filter of the engine for what carries these labels. */
  filter(more: Record<string, string> = {}): { label: string[] } {
    return {
      label: Object.entries({ [label.installation]: this.id, ...more }).map(([name, value]) => `${name}=${value}`),
    };
  }
}
