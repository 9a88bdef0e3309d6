import type { Logger } from 'pino';
import type { AgentBackend } from './backend.js';
import type { Backends } from './backends.js';

const everyMs = 1_000;

/** Looks whether the engines answer, and says so when that changes. */
export class EngineWatch {
  private timer: NodeJS.Timeout | null = null;
  private readonly looking = new Set<string>();

  constructor(
    private readonly backends: Backends,
    private readonly changed: (backend: AgentBackend, problem: string | null) => Promise<void>,
    private readonly log: Logger,
  ) {}

  /** Resolves when every engine was looked at once. */
  async start(): Promise<void> {
    for (const backend of this.backends.all) this.backends.noteProblem(backend.name, await backend.check());
    this.timer = setInterval(() => {
      for (const backend of this.backends.all) void this.look(backend);
    }, everyMs);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async look(backend: AgentBackend): Promise<void> {
    if (this.looking.has(backend.name)) return;
    this.looking.add(backend.name);
    try {
      const problem = await backend.check();
      const before = this.backends.problemOf(backend.name);
      this.backends.noteProblem(backend.name, problem);
      if ((problem === null) === (before === null)) return;
      this.log.warn({ backend: backend.name, problem }, problem === null ? 'the engine is back' : 'the engine is gone');
      await this.changed(backend, problem);
    } catch (error) {
      this.log.error({ err: error, backend: backend.name }, 'what became of an engine could not be recorded');
      this.backends.noteProblem(backend.name, this.backends.problemOf(backend.name) === null ? 'unknown' : null);
    } finally {
      this.looking.delete(backend.name);
    }
  }
}
