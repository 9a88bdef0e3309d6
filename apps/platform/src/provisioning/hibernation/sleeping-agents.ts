import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { Mailboxes } from '../../messages/index.js';
import { Intents, type Intent } from '../intents.js';

/** Agents that are asleep while a message waits for them. */
@Injectable()
export class SleepingAgents {
  constructor(
    private readonly intents: Intents,
    private readonly mailboxes: Mailboxes,
    private readonly graphs: OrgGraphs,
  ) {}

  /** Workspaces for which a message waits. */
  asked(): string[] {
    return this.mailboxes.workspaces();
  }

  /** Null: it is awake, no message waits, or its workspace was removed. */
  toWake(workspaceId: string): Intent | null {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'hibernated' || this.mailboxes.depth(workspaceId) === 0) return null;
    return this.graphs.find(workspaceId)?.removed == null ? intent : null;
  }
}
