import type { Cause, CauseDetails } from '@guildhall/contracts';
import { mayTalk } from '@guildhall/domain';
import { isReachable } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { talkTree } from '../../graph/talk-tree.js';
import { Agents, type KnownAgent } from '../../registry/index.js';
import { Mailboxes, type OpenMessage } from '../mailboxes.js';

/** What to do next for the messages of one workspace. */
export type DeliveryStep =
  | { kind: 'recover'; message: OpenMessage; agent: KnownAgent | undefined }
  | { kind: 'deliver'; message: OpenMessage; agent: KnownAgent }
  | { kind: 'wait'; message: OpenMessage; cause: Cause }
  | { kind: 'refuse'; message: OpenMessage; details: CauseDetails };

/** Decides which message of a workspace is next, and whether its agent can have it. */
@Injectable()
export class DeliveryPlan {
  constructor(
    private readonly mailboxes: Mailboxes,
    private readonly agents: Agents,
    private readonly graphs: OrgGraphs,
  ) {}

  /** Null: nothing to do now. `isReady`: whether a message may be tried again yet. */
  next(workspaceId: string, isReady: (message: OpenMessage) => boolean): DeliveryStep | null {
    const agent = this.agents.get(workspaceId);
    const left = this.mailboxes.working(workspaceId);
    // It left, but this process is not waiting for its answer: the platform died since, or the outcome was not recorded.
    if (left !== undefined) return isReady(left) ? { kind: 'recover', message: left, agent } : null;
    const message = this.mailboxes.next(workspaceId, isReady);
    if (message === undefined) return null;
    const status = this.graphs.find(workspaceId)?.status;
    if (status === undefined || !isReachable(status) || agent === undefined)
      return message.waitsFor === null ? { kind: 'wait', message, cause: awayCause(status) } : null;
    if (!this.isAllowed(message))
      return { kind: 'refuse', message, details: { from: message.from.id, to: workspaceId } };
    return { kind: 'deliver', message, agent };
  }

  /** The chart may have changed while the message waited. */
  private isAllowed({ from, org, workspaceId }: OpenMessage): boolean {
    return from.kind !== 'workspace' || mayTalk(talkTree(this.graphs, org), from.id, workspaceId);
  }
}

const awayCause = (status = 'unknown'): Cause => ({ code: 'agent_not_ready', details: { status } });
