import type { Cause, CauseDetails, GraphWorkspace } from '@guildhall/contracts';
import type { BeatState } from '@guildhall/leases';
import { Agent, request } from 'undici';
import type { AgentBackend } from '../../backend-port/backend.js';
import type { AgentEndpoints } from '../network/agent-endpoints.js';
import type { Agents } from '../agents.js';
import type { CheckedTarget, NetworkGuard } from '../network/network-guard.js';
import { pinned } from '../network/pinned-lookup.js';

export interface Verdict {
  /** Null: unknown now; the last verdict stays true, and it is looked at again. */
  isAlive: boolean | null;
  cause: Cause;
}

/** Says of an agent whose lease has run out whether it is there. Which one is asked depends on where the agent runs. */
export interface LivenessChecker {
  verdict(silent: BeatState, workspace: GraphWorkspace): Promise<Verdict>;
}

const lookLastsMs = 1_000;

const silence = ({ ageMs }: BeatState, code = 'silent', details: CauseDetails = {}): Cause => ({
  code,
  details: { seconds: Math.round(ageMs / 1_000), ...details },
});

/** An agent that stopped sending heartbeats counts as gone, whatever else it may do. */
export class HeartbeatLease implements LivenessChecker {
  verdict(silent: BeatState): Promise<Verdict> {
    return Promise.resolve({ isAlive: false, cause: silence(silent) });
  }
}

/**
 * As the lease, and says what the engine sees: a wedged agent needs something else than one that is gone. While the
 * engine does not answer, the agent may have gone with it: that is said of the engine, and not of the agent.
 */
export class BackendInspection implements LivenessChecker {
  private readonly looks = new Map<AgentBackend, { at: number; running: Promise<ReadonlySet<string>> }>();

  constructor(private readonly backendOf: (workspace: GraphWorkspace) => AgentBackend | null) {}

  async verdict(silent: BeatState, workspace: GraphWorkspace): Promise<Verdict> {
    const backend = this.backendOf(workspace);
    if (backend === null) return { isAlive: false, cause: silence(silent) };
    const running = await this.look(backend).catch(() => null);
    if (running === null) return { isAlive: null, cause: { code: 'ENGINE_UNREACHABLE' } };
    const place = backend.name === 'docker' ? 'container' : 'process';
    const code = running.has(workspace.id) ? 'silent_but_running' : 'silent_and_gone';
    return { isAlive: false, cause: silence(silent, code, { place }) };
  }

  /** When many fall silent at once, one look at the engine is for all of them. */
  private look(backend: AgentBackend): Promise<ReadonlySet<string>> {
    const last = this.looks.get(backend);
    if (last !== undefined && performance.now() - last.at < lookLastsMs) return last.running;
    const running = backend.running().then((all) => new Set(all.map(({ workspaceId }) => workspaceId)));
    this.looks.set(backend, { at: performance.now(), running });
    return running;
  }
}

const probeTimeoutMs = 3_000;

/** For external agents that gave an address and send no heartbeats: an answer there means that the agent is alive. */
export class AddressPoll implements LivenessChecker {
  constructor(
    private readonly agents: Agents,
    private readonly endpoints: AgentEndpoints,
    private readonly guard: NetworkGuard,
  ) {}

  async verdict(_silent: BeatState, workspace: GraphWorkspace): Promise<Verdict> {
    const agent = this.agents.get(workspace.id);
    if (agent === undefined) return { isAlive: false, cause: { code: 'never_registered' } };
    try {
      await this.ask(await this.guard.check(await this.endpoints.open(agent)));
      return { isAlive: true, cause: { code: 'answers_at_address' } };
    } catch {
      return { isAlive: false, cause: { code: 'silent_at_address' } };
    }
  }

  private async ask(target: CheckedTarget): Promise<void> {
    const card = new URL('/.well-known/agent-card.json', target.url);
    const dispatcher = new Agent({ connect: { lookup: pinned(target) } });
    try {
      const answer = await request(card, { dispatcher, signal: AbortSignal.timeout(probeTimeoutMs) });
      await answer.body.dump();
    } finally {
      void dispatcher.destroy();
    }
  }
}
