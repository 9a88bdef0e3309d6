import type { ConnectionView } from '@guildhall/contracts';

/** Part of every command's answer: ids of the events it appended; the last of them is what an undo names. */
export interface Appended {
  event_ids: string[];
}

export interface CreatedWorkspace extends Appended {
  id: string;
  status: string;
  external?: true;
  connection?: ConnectionView;
}
export interface PatchedWorkspace extends Appended {
  status: 'updated';
  /** The running agent does not know the change until it is restarted. */
  needs_restart?: true;
}
export interface RemovedWorkspace extends Appended {
  status: 'removed' | 'purged';
  /** Number of workspaces removed besides the one named. */
  cascade_deleted: number;
  removal_id: string;
  event_id: string | null;
}
export interface RestoredWorkspace extends Appended {
  status: 'restored';
  id: string;
}
export interface UndoneChange extends Appended {
  status: 'undone';
}
