import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../network/free-port.js';
import { containerFile, containerIn, docker } from './container.js';
import { LaunchedNode } from './launched-node.js';
import { nodeAnswers } from './node-answers.js';
import { addressOf, nodeCommand, type NodeCommand } from './node-command.js';

const startMs = 60_000;
const askAgainMs = 25;
/** How long a node may take to end by itself. */
const endMs = 30_000;

/**
 * A node for the event log in processes of its own, on one folder and one port: the node that
 * GUILDHALL_TEST_EVENTSTORE_COMMAND starts, else the server for tests.
 */
export class EventStoreProcess {
  private node: LaunchedNode | null = null;

  private constructor(
    private readonly directory: string,
    readonly port: number,
    private readonly command: NodeCommand,
  ) {}

  /** Does not start it. */
  static async on(directory: string): Promise<EventStoreProcess> {
    const port = await freePort();
    return new EventStoreProcess(directory, port, nodeCommand(directory, port));
  }

  get url(): string {
    return addressOf(this.port);
  }

  get name(): string {
    return this.command.name;
  }

  /** Resolves once the node answers. On the same files and port as before. */
  async start(): Promise<void> {
    if (this.node !== null) throw new Error(`${this.name} runs already`);
    await rm(containerFile(this.directory), { force: true });
    const node = new LaunchedNode(this.command);
    this.node = node;
    try {
      await this.answering(node);
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** As a power cut. */
  async kill(): Promise<void> {
    const { node } = this;
    if (node === null) return;
    this.node = null;
    const container = containerIn(this.directory);
    if (container !== null) {
      // Refused where the container ended by itself, or is not paused.
      await docker('kill', container).catch(() => undefined);
      await docker('unpause', container).catch(() => undefined);
      await node.exitedWithin(endMs);
    }
    await this.gone(node);
  }

  /** Lets the node end by itself, and kills it when it does not. */
  async end(): Promise<void> {
    const { node } = this;
    if (node === null) return;
    this.node = null;
    const container = containerIn(this.directory);
    if (container === null) {
      for (const signal of ['SIGTERM', 'SIGCONT'] as const) node.signal(signal);
      if (await node.closedWithin(endMs)) return;
    } else {
      await docker('unpause', container).catch(() => undefined);
      await docker('stop', '-t', String(endMs / 1_000), container).catch(() => undefined);
      await node.exitedWithin(endMs);
    }
    await this.gone(node);
  }

  /** Until `thaw`, the node is there and does nothing. */
  freeze(): Promise<void> {
    return this.signal('SIGSTOP', 'pause');
  }

  thaw(): Promise<void> {
    return this.signal('SIGCONT', 'unpause');
  }

  private async signal(signal: 'SIGSTOP' | 'SIGCONT', toContainer: string): Promise<void> {
    if (this.node === null) throw new Error(`${this.name} does not run`);
    const container = containerIn(this.directory);
    if (container === null) this.node.signal(signal);
    else await docker(toContainer, container);
  }

  private async answering(node: LaunchedNode): Promise<void> {
    const deadline = performance.now() + startMs;
    for (;;) {
      const answers = await nodeAnswers(this.url);
      if (node.end !== null) throw new Error(`${this.name} ended (${node.end}) before it answered.${node.account}`);
      if (answers) return;
      if (performance.now() > deadline)
        throw new Error(`${this.name} did not answer at ${this.url} within ${startMs / 1_000} s.${node.account}`);
      await wait(askAgainMs);
    }
  }

  /** Kills what is left, so that nothing of the node survives. */
  private async gone(node: LaunchedNode): Promise<void> {
    node.signal('SIGKILL');
    if (!(await node.closedWithin(endMs))) throw new Error(`${this.name} does not end.${node.account}`);
  }
}
