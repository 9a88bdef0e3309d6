import type { RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { LogFollower } from '../../log/log-follower.js';
import { workspaceOf } from '../../log/workspace-of.js';
import { TerminalSessions } from './terminal-sessions.js';

/** What ends the terminals of a workspace, with the code of the cause. */
const endings: Record<string, string> = {
  WorkspacePaused: 'agent_paused',
  WorkspaceHibernated: 'agent_hibernated',
  WorkspacePurged: 'workspace_purged',
  BackendStopped: 'agent_ended',
  RestartRequested: 'agent_restarting',
  ProvisioningRequested: 'agent_starting',
  ProvisioningFailed: 'agent_not_started',
};

/** Closes terminals when the log says that their agent is gone. */
@Injectable()
export class TerminalClosings {
  constructor(
    follower: LogFollower,
    private readonly sessions: TerminalSessions,
    private readonly graphs: OrgGraphs,
  ) {
    follower.listen((events) => this.onRecorded(events));
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const code = endings[event.type];
      if (code !== undefined) this.close(code, (id) => id === workspaceOf(event));
      if (event.type === 'WorkspaceRemoved')
        this.close('workspace_removed', (id) => this.graphs.find(id)?.removed !== null);
    }
  }

  private close(code: string, isAbout: (workspaceId: string) => boolean): void {
    this.sessions.closeWhere(({ workspaceId }) => isAbout(workspaceId), { code });
  }
}
