import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../state/process-mark.js';
import { AgentProcess, registeredUrl, removeFolder, script, temporaryFolder } from './agent-process.suite.js';
import { FakePlatform } from './fake-platform.suite.js';

/**
 * The program of these tests: it counts its starts in a file, then follows the message.
 * `hold` waits until the file `release` appears in its working directory.
 */
const program = script(`
const fs = require("fs");
const text = fs.readFileSync(0, "utf8");
fs.appendFileSync("started", text + "\\n");
const [verb, rest] = [text.split(" ")[0], text.slice(text.indexOf(" ") + 1)];
if (verb === "fail") { process.stderr.write("no " + rest + " " + process.env.GUILDHALL_WORKSPACE_TOKEN); process.exit(3); }
else if (verb === "binary") process.stdout.write(Buffer.from([0xff, 0xfe, 0x00]));
else if (verb === "huge") process.stdout.write("x".repeat(2000000));
else if (verb === "env") process.stdout.write(JSON.stringify(process.env));
else if (verb === "forever") setInterval(() => {}, 1000);
else if (verb === "hold") { const wait = () => fs.existsSync("release") ? process.stdout.write("released") : setTimeout(wait, 10); wait(); }
else if (verb !== "silent") process.stdout.write("echo " + text);
`);

export interface LegacyTask {
  id: string;
  kind: string;
  status: { state: string; message?: { parts: { text: string }[] } };
  artifacts?: { parts: { kind: string; text: string }[] }[];
  metadata?: Record<string, unknown>;
}

export const answerOf = (task: LegacyTask): string | undefined => task.artifacts?.[0]?.parts[0]?.text;
export const reasonOf = (task: LegacyTask): string | undefined => task.status.message?.parts[0]?.text;

export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** One agent that runs the program of these tests, and what it is sent over A2A 0.3. */
export class A2aAgent {
  private readonly folder = temporaryFolder();
  private agent: AgentProcess | null = null;
  /** Where it listens, with its secret path. */
  url = '';

  private constructor(readonly platform: FakePlatform) {}

  static async started(): Promise<A2aAgent> {
    const agent = new A2aAgent(await FakePlatform.start());
    await agent.start();
    return agent;
  }

  async start(): Promise<void> {
    const before = this.platform.seen.length;
    this.agent = AgentProcess.start({
      platform: this.platform,
      command: program,
      stateDir: join(this.folder, 'state'),
      args: ['--cwd', this.folder, '--timeout', '10'],
    });
    this.url = await registeredUrl(this.platform, before);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    await this.agent?.kill(signal);
  }

  async remove(): Promise<void> {
    await this.kill('SIGTERM');
    await this.platform.stop();
    removeFolder(this.folder);
  }

  async post(body: unknown, headers: Record<string, string> = {}): Promise<Record<string, never>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, never>;
  }

  async send(text: string, messageId: string, extra: Record<string, unknown> = {}): Promise<LegacyTask> {
    const message = { kind: 'message', role: 'user', messageId, parts: [{ kind: 'text', text }] };
    const answer = await this.post({ jsonrpc: '2.0', id: 1, method: 'message/send', params: { message, ...extra } });
    return (answer as unknown as { result: LegacyTask }).result;
  }

  /** The texts that the program was started with. */
  starts(): string[] {
    const file = join(this.folder, 'started');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  /** Ends the wait of the programs that `hold`. */
  release(): void {
    writeFileSync(join(this.folder, 'release'), '');
  }

  holdAgain(): void {
    rmSync(join(this.folder, 'release'), { force: true });
  }

  /** The agent's own notes about its messages. */
  notes(): string {
    return readFileSync(join(this.folder, 'state/messages.jsonl'), 'utf8');
  }

  /** Whether the program of a message is running, by the agent's own note. */
  isRunning(messageId: string): boolean {
    const spawned = this.notes()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { spawned?: { key: string; pid: number; startedAt: string } }).spawned)
      .find((each) => each?.key.endsWith(`\n${messageId}`) === true);
    return spawned !== undefined && isAlive(spawned.pid, spawned.startedAt);
  }
}
