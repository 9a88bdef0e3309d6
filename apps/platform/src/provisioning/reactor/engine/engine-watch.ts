import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { repeated } from '../../../clock/repeated.js';
import { InjectLogger } from '../../../stores/injection.js';
import type { AgentBackend } from '../../../backend-port/backend.js';
import { Backends } from '../../../backend-port/backends.js';

const everyMs = 1_000;

/** Acts on an engine that answers (null) or does not; it is tried again when it rejects. */
export type EngineChange = (backend: AgentBackend, problem: string | null) => Promise<void>;

/** Looks whether the engines answer, and calls `changed` when that changes. */
@Injectable()
export class EngineWatch {
  private endLooking: () => void = () => undefined;
  private readonly looking = new Set<string>();

  private changed: EngineChange = () => Promise.resolve();

  constructor(
    private readonly backends: Backends,
    @InjectLogger() private readonly log: Logger,
  ) {}

  /** Resolves when every engine was looked at once. What cannot be done with one of them keeps no other one waiting. */
  async start(changed: EngineChange): Promise<void> {
    this.changed = changed;
    for (const backend of this.backends.all) await this.met(backend, await backend.check());
    const failure = 'the look whether the engines answer failed; the next one tries again';
    this.endLooking = repeated(everyMs, () => this.lookAtAll(), { log: this.log, failure });
  }

  stop(): void {
    this.endLooking();
  }

  private async lookAtAll(): Promise<void> {
    await Promise.all(this.backends.all.map((backend) => this.look(backend)));
  }

  private async look(backend: AgentBackend): Promise<void> {
    if (this.looking.has(backend.name)) return;
    this.looking.add(backend.name);
    try {
      const problem = await backend.check();
      const before = this.backends.problemOf(backend.name);
      if ((problem === null) === (before === null)) return this.backends.noteProblem(backend.name, problem);
      if (!(await this.met(backend, problem))) return;
      this.log.warn({ backend: backend.name, problem }, problem === null ? 'the engine is back' : 'the engine is gone');
    } finally {
      this.looking.delete(backend.name);
    }
  }

  /** False: it is noted as the opposite, so that the next look finds a change again. */
  private async met(backend: AgentBackend, problem: string | null): Promise<boolean> {
    const before = this.backends.problemOf(backend.name);
    this.backends.noteProblem(backend.name, problem);
    try {
      await this.changed(backend, problem);
      return true;
    } catch (error) {
      const reason = problem === null ? (error as Error).message : null;
      this.backends.noteProblem(backend.name, reason);
      if (reason === null || reason !== before)
        this.log.error({ err: error, backend: backend.name }, 'the change of an engine could not be acted on');
      return false;
    }
  }
}
