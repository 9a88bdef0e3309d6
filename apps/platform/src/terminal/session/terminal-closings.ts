import type { RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { LogFollower } from '../../log/log-follower.js';
import { TerminalSessions } from './terminal-sessions.js';

/** What ends the terminals of a workspace, and what people read then. */
const endings: Record<string, string> = {
  WorkspacePaused: 'the workspace was paused',
  WorkspaceHibernated: 'the agent went to sleep',
  WorkspacePurged: 'the workspace was purged',
  BackendStopped: 'the agent ended',
  RestartRequested: 'the agent is restarted',
  ProvisioningRequested: 'the agent is starting again',
  ProvisioningFailed: 'the agent could not be started',
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
    for (const { type, data } of events) {
      const cause = endings[type];
      if (cause !== undefined) this.close(cause, (id) => id === (data as { workspaceId?: string }).workspaceId);
      if (type === 'WorkspaceRemoved')
        this.close('the workspace was removed', (id) => this.graphs.find(id)?.removed !== null);
    }
  }

  private close(cause: string, isAbout: (workspaceId: string) => boolean): void {
    this.sessions.closeWhere(({ workspaceId }) => isAbout(workspaceId), cause);
  }
}
