import type { GraphWorkspace } from '@guildhall/contracts';
import type { BeatState } from '@guildhall/leases';
import { externalRuntime } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { Backends } from '../../backend-port/backends.js';
import { AgentEndpoints } from '../network/agent-endpoints.js';
import { Agents } from '../agents.js';
import { sentByPlatform } from '../heartbeats/agent-leases.js';
import { AddressPoll, BackendInspection, HeartbeatLease, type LivenessChecker } from './liveness-checker.js';
import { NetworkGuard } from '../network/network-guard.js';

/** It is asked at its address: the last heartbeat was ours, not its own. */
export const isPolled = ({ telemetry }: BeatState, { runtime }: GraphWorkspace): boolean =>
  runtime === externalRuntime && telemetry['beat_by'] === sentByPlatform.beat_by;

/** Who says of an agent whether it is there: it depends on where the agent runs. */
@Injectable()
export class LivenessCheckers {
  private readonly lease = new HeartbeatLease();
  private readonly inspection: LivenessChecker;
  private readonly poll: LivenessChecker;

  constructor(agents: Agents, endpoints: AgentEndpoints, guard: NetworkGuard, backends: Backends) {
    this.inspection = new BackendInspection(({ backend }) => backends.named(backend));
    this.poll = new AddressPoll(agents, endpoints, guard);
  }

  of(silent: BeatState, workspace: GraphWorkspace): LivenessChecker {
    if (workspace.runtime !== externalRuntime) return workspace.backend === null ? this.lease : this.inspection;
    return isPolled(silent, workspace) ? this.poll : this.lease;
  }
}
