/** Part of every command's answer: ids of the events it appended; the last of them is what an undo names. */
export interface Appended {
  event_ids: string[];
}

/** How an external agent connects. Shown once, because it carries the token. */
export interface ConnectionDetails {
  workspace_id: string;
  platform_url: string;
  auth_token: string;
  registry_endpoint: string;
  heartbeat_endpoint: string;
  command_line: string;
  curl_register_template: string;
  python_snippet: string;
}

export interface CreatedWorkspace extends Appended {
  id: string;
  status: string;
  external?: true;
  connection?: ConnectionDetails;
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
