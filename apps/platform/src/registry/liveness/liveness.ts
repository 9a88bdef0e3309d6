import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { repeated } from '../../clock/repeated.js';
import { LeasedReactor, type Reactor } from '../../reactors/reactor.js';
import { InjectLogger } from '../../stores/injection.js';
import { AgentLeases } from '../heartbeats/agent-leases.js';
import { ExitWatcher } from './exit-watcher.js';
import { ExpectedAgents } from './expected-agents.js';
import { pageSize } from './in-pages.js';
import { SilentAgents } from './silent-agents.js';

const sweepEveryMs = 250;

/** Turns the silence of an agent into a fact: one event when its lease has run out, none while it sends heartbeats. */
@LeasedReactor()
@Injectable()
export class Liveness implements Reactor {
  readonly name = 'liveness';
  private endSweeping: () => void = () => undefined;
  private stopWatching: (() => void) | null = null;
  private busy = false;

  constructor(
    private readonly leases: AgentLeases,
    private readonly expected: ExpectedAgents,
    private readonly silent: SilentAgents,
    private readonly exits: ExitWatcher,
    @InjectLogger() private readonly log: Logger,
  ) {}

  async start(): Promise<void> {
    this.stopWatching = this.exits.watch();
    await this.expected.begin();
    const failure = 'the sweep for silent agents failed; the next one tries again';
    this.endSweeping = repeated(sweepEveryMs, () => this.sweep(), { log: this.log, failure });
  }

  stop(): void {
    this.endSweeping();
    this.stopWatching?.();
  }

  private async sweep(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.exits.settle();
      for (let page = pageSize; page === pageSize;) {
        const silent = await this.leases.expired(pageSize);
        await Promise.all(silent.map((state) => this.silent.judge(state)));
        page = silent.length;
      }
    } finally {
      this.busy = false;
    }
  }
}
