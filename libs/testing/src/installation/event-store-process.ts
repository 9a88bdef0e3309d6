import { StoreUnavailable } from '@guildhall/event-store';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { eventStoreCommand, forgetContainer, signalContainer, type NodeSignal } from './event-store-command.js';
import { freePort } from './free-port.js';

const startWithinMs = 60_000;
/** Between two looks at whether the process still runs. */
const askForMs = 500;
const keptOutput = 4_000;

interface Running {
  child: ChildProcess;
  isGroup: boolean;
}

/**
 * A node for the event log in a process of its own, always on the same files and port: the server for tests, or what
 * GUILDHALL_TEST_EVENTSTORE_COMMAND starts. It may be killed, ended, frozen and started again.
 */
export class EventStoreProcess {
  private running: Running | null = null;
  private said = '';

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** On that folder, which is made when it is missing, and on a free port. */
  static async on(folder: string): Promise<EventStoreProcess> {
    mkdirSync(folder, { recursive: true });
    return new EventStoreProcess(folder, await freePort());
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Resolves when the node answers. Rejects with the command and what it printed when it ends or stays silent. */
  async start(): Promise<void> {
    const { program, args, isGroup } = eventStoreCommand(this.folder, this.port);
    forgetContainer(this.folder);
    this.said = '';
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isGroup,
      env: plainEnvironment(),
    });
    this.running = { child, isGroup };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-keptOutput)));
    const trouble = await troubleAt(this.url, child);
    if (trouble === null) return;
    await this.end('SIGKILL');
    throw new Error(`no node for the event log: ${trouble}\n${[program, ...args].join(' ')}\n${this.said}`);
  }

  /** Resolves when the process is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    const { running } = this;
    this.running = null;
    if (running === null || running.child.exitCode !== null || running.child.signalCode !== null) return;
    const gone = once(running.child, 'exit');
    this.send(running, signal);
    await gone;
  }

  /** A node that is there and does nothing. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.running !== null) this.send(this.running, signal);
  }

  private send({ child, isGroup }: Running, signal: NodeSignal): void {
    if (signalContainer(this.folder, signal)) return;
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  }
}

/** Waits until the node answers; null: it does. */
const troubleAt = async (url: string, child: ChildProcess): Promise<string | null> => {
  const deadline = performance.now() + startWithinMs;
  for (;;) {
    try {
      const store = await openEventStoreDb({ url, times: { open: askForMs } });
      await store.close();
      return null;
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null) return 'it ended';
      if (!(error instanceof StoreUnavailable) || performance.now() > deadline) return (error as Error).message;
    }
  }
};

/** Without the Node options of the tests' own process. */
const plainEnvironment = (): NodeJS.ProcessEnv => {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  return environment;
};
