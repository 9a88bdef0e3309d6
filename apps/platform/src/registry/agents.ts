import {
  agentStatusAfter,
  type AgentFact,
  type JsonObject,
  type RecordedEvent,
  type ReportedStatus,
  type TreeFact,
} from '@guildhall/contracts';
import type { AgentAddress } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { Fold, typesOf, type LogFold } from '../log/fold.js';

export interface KnownAgent extends AgentAddress {
  card: JsonObject;
  incarnation: number;
  /** An operator registered it, who knows its address; it may never send a heartbeat. */
  byOperator: boolean;
  status: ReportedStatus;
  /** Keeps message id → answer, so that a repeated delivery is answered, not executed again. */
  repeatsAnswers: boolean;
}

type PurgeFact = Extract<TreeFact, { type: 'WorkspacePurged' }>;
type AgentRegisteredData = Extract<AgentFact, { type: 'AgentRegistered' }>['data'];

export const isOnline = ({ status }: Pick<KnownAgent, 'status'>): boolean => status !== 'offline';

/** Extension by which an agent says that a repeated delivery is safe. */
export const repeatsAnswersExtension = 'urn:guildhall:repeats-answers';

const repeatsAnswers = (card: JsonObject): boolean => {
  const capabilities = card['capabilities'] as { extensions?: { uri?: string }[] } | undefined;
  return (capabilities?.extensions ?? []).some((extension) => extension.uri === repeatsAnswersExtension);
};

/** Where every agent is and whether it is there: folded from the registry's events. */
@Fold()
@Injectable()
export class Agents implements LogFold {
  readonly name = 'agents';
  readonly version = 5;
  readonly handles = [...typesOf(agentStatusAfter), 'WorkspacePurged'] as const;

  private readonly agents = new Map<string, KnownAgent>();

  get(workspaceId: string): KnownAgent | undefined {
    return this.agents.get(workspaceId);
  }

  /** Ids of all agents that the log says are online. */
  online(): string[] {
    return [...this.agents].filter(([, agent]) => isOnline(agent)).map(([id]) => id);
  }

  /** Ids of all agents that an operator registered. */
  registeredByOperators(): string[] {
    return [...this.agents].filter(([, agent]) => agent.byOperator).map(([id]) => id);
  }

  apply(event: RecordedEvent): void {
    const fact = event as RecordedEvent & (AgentFact | PurgeFact);
    if (fact.type === 'WorkspacePurged') return void this.agents.delete(fact.data.workspaceId);
    if (fact.type === 'AgentRegistered') return this.registered(fact.data);
    const agent = this.agents.get(fact.data.workspaceId);
    if (agent === undefined) return;
    if (fact.type !== 'AgentCardUpdated') agent.status = agentStatusAfter[fact.type];
    else Object.assign(agent, { card: fact.data.card, repeatsAnswers: repeatsAnswers(fact.data.card) });
  }

  toJson(): JsonObject {
    return {
      agents: [...this.agents].map(([id, agent]) => ({
        id,
        ...agent,
        endpoint: agent.endpoint && { ...agent.endpoint },
      })),
    };
  }

  fromJson(json: JsonObject): void {
    for (const { id, ...agent } of json['agents'] as unknown as (KnownAgent & { id: string })[])
      this.agents.set(id, agent);
  }

  private registered({ workspaceId, byOperator, ...registration }: AgentRegisteredData): void {
    const status = this.agents.get(workspaceId)?.status ?? 'offline';
    this.agents.set(workspaceId, {
      ...registration,
      byOperator: byOperator ?? false,
      status,
      repeatsAnswers: repeatsAnswers(registration.card),
    });
  }
}
