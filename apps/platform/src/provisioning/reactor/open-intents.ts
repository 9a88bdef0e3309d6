import { isOpenPhase } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { Intents, type Intent } from '../intents.js';

/** The backend may run for it. */
export const isOpen = ({ phase }: Intent): boolean => phase !== 'wanted' && isOpenPhase(phase);

/** The intents of the log as the reactor acts on them: nothing runs for a workspace that was removed. */
@Injectable()
export class OpenIntents {
  constructor(
    private readonly intents: Intents,
    private readonly graphs: OrgGraphs,
  ) {}

  get(workspaceId: string): Intent | undefined {
    return this.intents.get(workspaceId);
  }

  all(): Intent[] {
    return this.intents.all();
  }

  wasPurged(workspaceId: string): boolean {
    return this.intents.wasPurged(workspaceId);
  }

  /** The intent, when its backend may run for it. */
  open(workspaceId: string): Intent | null {
    const intent = this.intents.get(workspaceId);
    return intent !== undefined && isOpen(intent) && !this.isRemoved(intent) ? intent : null;
  }

  isRemoved({ org, workspaceId }: Intent): boolean {
    return this.graphs.workspace(org, workspaceId)?.removed != null;
  }

  /** Its agent was started and is not online yet. */
  isComing(workspaceId: string): boolean {
    return this.graphs.find(workspaceId)?.status === 'provisioning';
  }
}
