import type { AgentFact, JsonObject, RecordedEvent, TreeFact } from '@guildhall/contracts';
import type { AgentAddress } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { Fold, type LogFold } from '../log/fold.js';

export interface KnownAgent extends AgentAddress {
  card: JsonObject;
  incarnation: number;
  /** It was registered by somebody who knows its address, and may never beat. */
  byOperator: boolean;
  online: boolean;
  /** It is online and does not do well. */
  degraded: boolean;
  /** Keeps message id → answer, so that a repeated delivery is answered, not executed again. */
  repeatsAnswers: boolean;
}

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
  readonly version = 4;
  readonly handles = [
    'AgentRegistered',
    'AgentCardUpdated',
    'AgentWentOnline',
    'AgentWentOffline',
    'AgentDegraded',
    'AgentRecovered',
    'WorkspacePurged',
  ] as const;

  private readonly agents = new Map<string, KnownAgent>();

  get(workspaceId: string): KnownAgent | undefined {
    return this.agents.get(workspaceId);
  }

  /** Ids of all agents that the log says are online. */
  online(): string[] {
    return [...this.agents].filter(([, agent]) => agent.online).map(([id]) => id);
  }

  /** Ids of all agents that somebody registered for them. */
  registeredByOperators(): string[] {
    return [...this.agents].filter(([, agent]) => agent.byOperator).map(([id]) => id);
  }

  apply(event: RecordedEvent): void {
    const fact = event as RecordedEvent & (AgentFact | TreeFact);
    switch (fact.type) {
      case 'AgentRegistered': {
        const { workspaceId, byOperator = false, ...registration } = fact.data;
        const { online, degraded } = this.agents.get(workspaceId) ?? { online: false, degraded: false };
        const answers = repeatsAnswers(registration.card);
        this.agents.set(workspaceId, { ...registration, byOperator, online, degraded, repeatsAnswers: answers });
        return;
      }
      case 'AgentCardUpdated': {
        const { workspaceId, card } = fact.data;
        this.change(workspaceId, { card, repeatsAnswers: repeatsAnswers(card) });
        return;
      }
      case 'AgentWentOnline':
      case 'AgentWentOffline':
        return this.change(fact.data.workspaceId, { online: fact.type === 'AgentWentOnline', degraded: false });
      case 'AgentDegraded':
      case 'AgentRecovered':
        return this.change(fact.data.workspaceId, { degraded: fact.type === 'AgentDegraded' });
      case 'WorkspacePurged':
        this.agents.delete(fact.data.workspaceId);
    }
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

  private change(workspaceId: string, change: Partial<KnownAgent>): void {
    const agent = this.agents.get(workspaceId);
    if (agent !== undefined) Object.assign(agent, change);
  }
}
