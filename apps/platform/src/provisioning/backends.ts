import { Injectable } from '@nestjs/common';
import type { AgentEngine, AgentHandle } from './backend.js';

/** What an engine is asked for by people who look at it: its own name for a running agent. */
export const handleName = (handle: AgentHandle): string =>
  handle.kind === 'process' ? `process ${handle.pid}` : handle.containerId.slice(0, 12);

/** The engines that this platform has, and which of them new agents are started in. */
@Injectable()
export class Backends {
  /** Sentence that says why an engine does not answer, by its name. */
  private readonly problems = new Map<string, string>();

  /** `order`: the preferred one first. */
  constructor(private order: readonly AgentEngine[]) {}

  get all(): readonly AgentEngine[] {
    return this.order;
  }

  /** From now on new agents are started there. */
  prefer(backend: AgentEngine): void {
    this.order = [backend, ...this.order.filter((other) => other !== backend)];
  }

  named(name: string | null): AgentEngine | null {
    return this.all.find((backend) => backend.name === name) ?? null;
  }

  /** Where a new agent of that runtime is started; null: nothing here runs it. */
  forRuntime(runtime: string): AgentEngine | null {
    return this.all.find((backend) => backend.runtimes.includes(runtime)) ?? null;
  }

  /** Null: it answers, as far as is known. */
  problemOf(name: string): string | null {
    return this.problems.get(name) ?? null;
  }

  noteProblem(name: string, problem: string | null): void {
    if (problem === null) this.problems.delete(name);
    else this.problems.set(name, problem);
  }
}
