import type { AgentEngine, AgentHandle } from './backend.js';

/** What an engine is asked for by people who look at it: its own name for a running agent. */
export const handleName = (handle: AgentHandle): string =>
  handle.kind === 'process' ? `process ${handle.pid}` : handle.containerId.slice(0, 12);

/** The engines that this platform has, and which of them new agents are started in. */
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

  /**
   * Where the next start of an agent is that `last` ran in a backend of that name. Out of a container it comes only when
   * containers are not used here any more: an engine that does not answer must not put it on the bare machine.
   */
  forNextStart(runtime: string, last: string | null): AgentEngine | null {
    const before = last === 'docker' ? this.named(last) : null;
    return before?.runtimes.includes(runtime) === true ? before : this.forRuntime(runtime);
  }

  /** The agents keep running; only this process stops watching them. */
  async close(): Promise<void> {
    for (const backend of this.all) await backend.close();
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
