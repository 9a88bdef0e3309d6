import {
  streams,
  instantOf,
  type ActorRef,
  type BlobRef,
  type CredentialId,
  type Instant,
  type MessageId,
  type WorkspaceId,
} from '@guildhall/contracts';
import {
  agentDecider,
  conversationDecider,
  crashLoop,
  credentialDecider,
  provisioningDecider,
  type AgentCommand,
  type ConversationCommand,
  type MessageStep,
  type ProvisioningCommand,
  type ProvisioningState,
  type StartedHandle,
} from '@guildhall/domain';
import { exampleBlob } from './facts.js';
import type { HistoryWriter } from './history-writer.js';

const openMessagesKept = 2_000;
const liveCredentialsKept = 500;
const dayMs = 86_400_000;
const system: ActorRef = { kind: 'system', id: 'reactor' };

type OpenState = 'queued' | 'dispatched' | 'delivered';
type Step = MessageStep['type'];
type Steps = readonly [Step, ...Step[]];

/** The usual fate of a message; sometimes any step, because duplicate and late reports occur in practice. */
const likelySteps: Record<OpenState, Steps> = {
  queued: ['dispatch', 'dispatch', 'dispatch', 'dispatch', 'queue', 'expire', 'cancel', 'fail'],
  dispatched: ['answer', 'answer', 'answer', 'delivered', 'requeue', 'fail'],
  delivered: ['answer', 'answer', 'fail', 'requeue'],
};
const stateAfter: Record<Step, OpenState | null> = {
  queue: 'queued',
  requeue: 'queued',
  dispatch: 'dispatched',
  delivered: 'delivered',
  answer: null,
  fail: null,
  expire: null,
  cancel: null,
};
const anyStep = Object.keys(stateAfter) as unknown as Steps;

/** Random commands of the platform and its agents: starts and ends, signs of life, messages, credentials. */
export class RandomWork {
  private readonly open: { conversationId: string; messageId: MessageId; state: OpenState }[] = [];
  private readonly credentials: { credentialId: CredentialId; workspaceId: WorkspaceId | null }[] = [];

  constructor(private readonly history: HistoryWriter) {}

  requestStart(workspaceId: WorkspaceId, runtime: string): void {
    if (runtime === 'external') return;
    const backend = runtime === 'command' ? 'process' : null;
    this.provision({ type: 'request', workspaceId, now: this.history.now, runtime, backend, reason: 'created' });
  }

  provisioning(workspaceId: WorkspaceId): void {
    const { random, now } = this.history;
    const state = this.history.state<ProvisioningState>(streams.provisioning(workspaceId));
    if (state === undefined) return;
    if (random.chance(0.01)) return this.crashes(workspaceId);
    const stale = random.chance(0.1) ? 1 : 0;
    const of = { workspaceId, now, incarnation: Math.max(0, state.incarnation - stale) };
    if (state.lost && random.chance(0.3)) return this.provision({ ...of, type: 'found' });
    const choice = random.next();
    if (choice < 0.5) this.provision({ ...of, type: 'started', handle: this.handle(), adopted: random.chance(0.1) });
    else if (choice < 0.75)
      this.provision({
        ...of,
        type: 'stopped',
        requested: random.chance(0.2),
        exitCode: random.below(3),
        signal: null,
        cause: { code: 'ended_with_code', details: { place: 'process', exitCode: 1 } },
      });
    else if (choice < 0.8)
      this.provision({ ...of, type: 'failed', cause: { code: 'START_FAILED' }, words: this.blob() });
    else if (choice < 0.85) this.provision({ type: 'stop', workspaceId, now, cause: { code: 'workspace_removed' } });
    else if (choice < 0.9)
      this.provision({ type: 'restart', workspaceId, now, runtime: 'command', backend: 'process' });
    else this.hold(workspaceId, now);
  }

  /** Paused and resumed, hibernated and woken, or out of reach with its engine. */
  private hold(workspaceId: WorkspaceId, now: Instant): void {
    const { random } = this.history;
    const state = this.history.state<ProvisioningState>(streams.provisioning(workspaceId));
    const of = { workspaceId, now };
    const again = { runtime: 'command', backend: 'process' };
    if (state?.phase === 'paused') return this.provision({ ...of, type: 'resume', root: workspaceId, ...again });
    if (state?.phase === 'hibernated')
      return this.provision({ ...of, type: 'wake', cause: { code: 'message_received' }, ...again });
    const incarnation = state?.incarnation ?? 0;
    const choice = random.next();
    if (choice < 0.3) this.provision({ ...of, type: 'pause', root: workspaceId });
    else if (choice < 0.65)
      this.provision({ ...of, type: 'hibernate', cause: { code: 'idle_minutes', details: { minutes: 30 } } });
    else if (choice < 0.7)
      this.provision({
        ...of,
        type: 'reaped',
        incarnation,
        backend: 'docker',
        handle: 'c1',
        cause: { code: 'incarnation_replaced', details: { newest: 2, phase: 'running' } },
      });
    else this.provision({ ...of, type: 'lost', incarnation, cause: { code: 'ENGINE_UNREACHABLE' } });
  }

  private handle(): StartedHandle {
    const { random } = this.history;
    if (random.chance(0.7)) return { kind: 'process', pid: 1_000 + random.below(30_000) };
    return { kind: 'container', containerId: `c${random.below(1_000_000)}`, image: 'guildhall/agent:test' };
  }

  /** Starts that end at once, until the platform gives up. */
  private crashes(workspaceId: WorkspaceId): void {
    for (let crash = 0; crash < crashLoop.crashes; crash += 1) {
      const incarnation = this.history.state<ProvisioningState>(streams.provisioning(workspaceId))?.incarnation ?? 0;
      const of = { workspaceId, incarnation };
      const handle = { kind: 'process', pid: 1_000 + crash } as const;
      this.provision({ ...of, now: this.history.now, type: 'started', handle, adopted: false });
      const end = {
        requested: false,
        exitCode: 1,
        signal: null,
        cause: { code: 'ended_with_code', details: { place: 'process', exitCode: 1 } },
      };
      this.provision({ ...of, now: this.history.now, type: 'stopped', ...end });
    }
  }

  agent(workspaceId: WorkspaceId): void {
    const { random } = this.history;
    const newest = this.history.state<ProvisioningState>(streams.provisioning(workspaceId))?.incarnation ?? 0;
    const incarnation = Math.max(0, newest - (random.chance(0.1) ? 1 : 0));
    const choice = random.next();
    const card = { name: 'Agent', version: String(random.below(5)) };
    if (choice < 0.35) {
      const url = `http://127.0.0.1:${8_000 + random.below(50)}`;
      const address = { url, endpoint: exampleBlob, endpointDigest: url };
      this.speak({ type: 'register', workspaceId, incarnation, ...address, card, byOperator: random.chance(0.3) });
    } else if (choice < 0.4) this.speak({ type: 'updateCard', workspaceId, card });
    else if (choice < 0.65) this.speak({ type: 'wentOnline', workspaceId, incarnation, cause: { code: 'heartbeat' } });
    else if (choice < 0.75)
      this.speak({
        type: 'degraded',
        workspaceId,
        incarnation,
        cause: { code: 'error_rate', details: { percent: 62 } },
        words: this.blob(),
      });
    else if (choice < 0.85)
      this.speak({
        type: 'recovered',
        workspaceId,
        incarnation,
        cause: { code: 'error_rate', details: { percent: 4 } },
      });
    else
      this.speak({
        type: 'wentOffline',
        workspaceId,
        incarnation,
        cause: { code: 'silent', details: { seconds: 30 } },
      });
  }

  send(workspaceId: WorkspaceId): void {
    const { random } = this.history;
    const messageId = this.history.newId();
    const conversationId = `${workspaceId.slice(0, 35)}${random.below(2)}`;
    const command = {
      type: 'send',
      messageId,
      conversationId,
      workspaceId,
      contextId: 'operator:operator',
      from: { kind: 'operator', id: 'operator' },
      body: this.blob(),
      hop: random.below(18),
      expiresAt: instantOf(this.history.nowMs + dayMs),
    } as const;
    if (this.converse(conversationId, command)) this.open.push({ conversationId, messageId, state: 'queued' });
    if (this.open.length > openMessagesKept) this.open.shift();
  }

  message(): void {
    const { random } = this.history;
    const index = random.below(this.open.length);
    const message = this.open[index];
    if (message === undefined) return;
    const type = random.chance(0.1) ? random.one(anyStep) : random.one(likelySteps[message.state]);
    if (!this.converse(message.conversationId, this.step(type, message.messageId))) return;
    const state = stateAfter[type];
    if (state === null) this.open.splice(index, 1);
    else message.state = state;
  }

  credential(workspaceId: WorkspaceId): void {
    const { random } = this.history;
    const secret = { prefix: random.hex(8), digest: random.hex(8).repeat(8) };
    if (random.chance(0.6)) {
      const credentialId = this.history.newId();
      const expiresAt = instantOf(this.history.nowMs + 7 * dayMs);
      const isLogin = random.chance(0.3);
      const command = isLogin
        ? ({
            type: 'login',
            credentialId,
            ...{ operatorId: 'operator', via: this.history.newId() },
            ...{ ...secret, pageDigest: secret.digest },
            expiresAt,
          } as const)
        : ({
            type: 'issue',
            credentialId,
            kind: 'workspace',
            workspaceId,
            incarnation: null,
            name: 'connect',
            ...secret,
            expiresAt: null,
          } as const);
      this.history.run(credentialDecider, streams.credential(credentialId), command);
      this.credentials.push({ credentialId, workspaceId: isLogin ? null : workspaceId });
      if (this.credentials.length > liveCredentialsKept) this.credentials.shift();
      return;
    }
    const [ended] = this.credentials.splice(random.below(this.credentials.length), 1);
    if (ended === undefined) return;
    const { credentialId } = ended;
    const end =
      ended.workspaceId === null
        ? ({ type: 'endSession', credentialId } as const)
        : ({ type: 'revoke', cause: { code: 'start_adopted' }, ...ended } as const);
    this.history.run(credentialDecider, streams.credential(credentialId), end);
  }

  private step(type: MessageStep['type'], messageId: MessageId): MessageStep {
    const { random } = this.history;
    switch (type) {
      case 'dispatch':
        return { type, messageId, incarnation: 1 };
      case 'queue':
        return {
          type,
          messageId,
          cause: { code: 'agent_not_ready', details: { status: random.chance(0.5) ? 'offline' : 'failed' } },
        };
      case 'requeue':
        return { type, messageId, cause: { code: 'agent_unreachable', details: { reason: 'ECONNREFUSED' } } };
      case 'delivered':
        return { type, messageId, taskId: `task-${random.below(1_000)}` };
      case 'answer':
        return { type, messageId, body: this.blob(), durationMs: random.below(5_000) };
      case 'fail':
        return { type, messageId, cause: { code: 'AGENT_FAILED' }, words: random.chance(0.5) ? this.blob() : null };
      default:
        return { type, messageId };
    }
  }

  private blob(): BlobRef {
    const { random } = this.history;
    return {
      digest: random.hex(8).repeat(8),
      keyId: 'key-1',
      size: random.below(4_096),
      mediaType: 'application/json',
    };
  }

  private provision(command: ProvisioningCommand): void {
    this.history.run(provisioningDecider, streams.provisioning(command.workspaceId), command, system);
  }

  private speak(command: AgentCommand): void {
    const actor: ActorRef = { kind: 'workspace', id: command.workspaceId };
    this.history.run(agentDecider, streams.agent(command.workspaceId), command, actor);
  }

  private converse(conversationId: string, command: ConversationCommand): boolean {
    return this.history.run(conversationDecider, streams.conversation(conversationId), command, system).length > 0;
  }
}
