import type { AnyFact } from '@guildhall/contracts';
import { fact, streamOf, type SeededRandom } from '@guildhall/testing';

/** Written on average for each workspace over the life of an organisation. */
export const eventsPerWorkspace = 6;

const teamSizes = [5, 12] as const;
/** Share of the members of a team that lead one of their own: with teams of 5 to 12 that is four to six levels. */
const leads = 0.6;
/** Share of the history after which every member exists. */
const grownAt = 0.95;
const isExternal = 0.7;
const isConnected = 0.85;
const roles = ['Reviews changes before they are merged', 'Answers customers', 'Keeps the services running'] as const;

interface Member {
  id: string;
  name: string;
  role: string;
  parentId: string | null;
  isLead: boolean;
}

/** One organisation that grows team by team, while those who are there work, move and are renamed. */
export class Company {
  /** Facts given so far. */
  events = 0;
  private readonly members: Member[] = [];
  private readonly waitingLeads = new Set<Member>();

  constructor(
    readonly org: string,
    readonly size: number,
    private readonly random: SeededRandom,
    /** SHA-256 (hex) of the token with which a service may act for the organisation. */
    private readonly serviceDigest: string,
  ) {}

  get target(): number {
    return this.size * eventsPerWorkspace;
  }

  /** What happens next, in log order; the streams follow from the facts. */
  step(nowMs: number): AnyFact[] {
    const facts = this.next(nowMs);
    this.events += facts.length;
    return facts;
  }

  streamOf(of: AnyFact): string {
    return streamOf(of, this.org);
  }

  private next(nowMs: number): AnyFact[] {
    if (this.members.length === 0) return this.found(nowMs);
    const isDue = this.members.length * eventsPerWorkspace * grownAt < this.events;
    return isDue && this.members.length < this.size ? this.formTeam(nowMs) : this.work(nowMs);
  }

  private found(nowMs: number): AnyFact[] {
    const founding = fact('OrganisationFounded', { org: this.org, name: `Organisation ${this.org}` });
    const token = fact('TokenIssued', {
      credentialId: this.random.uuid(nowMs),
      kind: 'service',
      workspaceId: null,
      name: 'scale',
      prefix: 'scale',
      digest: this.serviceDigest,
    });
    return [founding, token, ...this.join(null, true, nowMs), ...this.formTeam(nowMs)];
  }

  private formTeam(nowMs: number): AnyFact[] {
    const [lead = this.anybody()] = this.waitingLeads;
    this.waitingLeads.delete(lead);
    lead.isLead = true;
    const [least, most] = teamSizes;
    const count = Math.min(least + this.random.below(most - least + 1), this.size - this.members.length);
    return Array.from({ length: count }, () => this.join(lead.id, this.random.chance(leads), nowMs)).flat();
  }

  /** A workspace, with everything until its agent is online. */
  private join(parentId: string | null, leadsLater: boolean, nowMs: number): AnyFact[] {
    const id = this.random.uuid(nowMs);
    const member: Member = {
      id,
      name: `Agent ${id.slice(-6)}`,
      role: this.random.one(roles),
      parentId,
      isLead: false,
    };
    this.members.push(member);
    if (leadsLater) this.waitingLeads.add(member);
    const external = this.random.chance(isExternal);
    const { name, role } = member;
    const runtime = external ? 'external' : 'command';
    const command = external ? null : 'node agent.mjs';
    const created = fact('WorkspaceCreated', { workspaceId: id, name, role, parentId, runtime, command });
    if (!external) return [created, ...this.run(member)];
    return this.random.chance(isConnected) ? [created, ...this.connect(member, nowMs)] : [created];
  }

  private connect({ id: workspaceId, name }: Member, nowMs: number): AnyFact[] {
    return [
      fact('TokenIssued', {
        credentialId: this.random.uuid(nowMs),
        workspaceId,
        prefix: this.random.hex(8),
        digest: this.random.hex(64),
      }),
      this.registered(workspaceId, name, 0),
      fact('AgentWentOnline', { workspaceId, incarnation: 0 }),
    ];
  }

  /** A program that was started and has ended: nothing is left for a platform to start or to end. */
  private run({ id: workspaceId, name }: Member): AnyFact[] {
    return [
      fact('ProvisioningRequested', { workspaceId }),
      fact('ProcessStarted', { workspaceId, pid: 1_000 + this.random.below(30_000) }),
      this.registered(workspaceId, name, 1),
      fact('AgentWentOnline', { workspaceId }),
      fact('AgentWentOffline', { workspaceId, cause: { code: 'ended_unseen', details: { place: 'process' } } }),
      fact('BackendStopped', { workspaceId, requested: true, exitCode: 0 }),
    ];
  }

  /** With a card of ordinary length. */
  private registered(workspaceId: string, name: string, incarnation: number): AnyFact {
    const skill = (id: string) => ({ id, name: id, description: `${name} can ${id} its input`, tags: [id] });
    const card = {
      name,
      description: `${name}, an agent of ${this.org}`,
      version: '1.0.0',
      capabilities: { streaming: false, pushNotifications: false },
      defaultInputModes: ['text/plain'],
      defaultOutputModes: ['text/plain'],
      skills: [skill('review'), skill('summarise')],
    };
    const url = `http://10.0.${this.random.below(256)}.${this.random.below(256)}:8001`;
    return fact('AgentRegistered', { workspaceId, incarnation, url, endpoint: null, endpointDigest: null, card });
  }

  private work(nowMs: number): AnyFact[] {
    const member = this.anybody();
    const dice = this.random.next();
    if (dice < 0.5) return this.exchange(member, nowMs);
    if (dice < 0.6) return this.rename(member);
    if (dice < 0.7) return this.assign(member);
    if (dice < 0.8) return this.place(member);
    const { id: workspaceId } = member;
    return [fact('WorkspaceMoved', { workspaceId, x: this.random.below(4_000), y: this.random.below(4_000) })];
  }

  /** A message that was sent, taken and answered. */
  private exchange({ id: workspaceId }: Member, nowMs: number): AnyFact[] {
    const ofMessage = { messageId: this.random.uuid(nowMs), conversationId: this.random.uuid(nowMs), workspaceId };
    const incarnation = 0;
    return [
      fact('MessageSent', ofMessage),
      fact('MessageDispatched', { ...ofMessage, incarnation }),
      fact('MessageAnswered', ofMessage),
    ];
  }

  private rename(member: Member): AnyFact[] {
    const previous = member.name;
    member.name = `Agent ${this.random.hex(6)}`;
    return [fact('WorkspaceRenamed', { workspaceId: member.id, name: member.name, previous })];
  }

  private assign(member: Member): AnyFact[] {
    const previous = member.role;
    member.role = this.random.one(roles);
    return [fact('RoleAssigned', { workspaceId: member.id, role: member.role, previous })];
  }

  /** A member without a team moves to another lead, which cannot close a circle. */
  private place(member: Member): AnyFact[] {
    const lead = this.anybody();
    if (member.isLead || !lead.isLead || member.parentId === null) return [];
    const previousParentId = member.parentId;
    member.parentId = lead.id;
    this.waitingLeads.delete(member);
    return [fact('WorkspacePlaced', { workspaceId: member.id, parentId: lead.id, previousParentId })];
  }

  private anybody(): Member {
    const member = this.random.pick(this.members);
    if (member === undefined) throw new Error(`${this.org} has no members yet`);
    return member;
  }
}
