import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FakePlatform } from './fake-platform.suite.js';

const entry = resolve(import.meta.dirname, '../../../dist/runtime/main.js');

export const workspaceId = '0190a0b0-0000-7000-8000-000000000001';
export const token = 'token-of-the-test';

export interface AgentStart {
  platform: FakePlatform | string;
  command: string;
  stateDir: string;
  args?: string[];
  env?: Record<string, string>;
}

/** The real agent process, started as the platform does: token and command in the environment. */
export class AgentProcess {
  private output = '';
  private exitCode: Promise<number | null>;

  private constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk) => (this.output += String(chunk)));
    child.stderr?.on('data', (chunk) => (this.output += String(chunk)));
    this.exitCode = once(child, 'close').then(() => child.exitCode);
  }

  static start({ platform, command, stateDir, args = [], env = {} }: AgentStart): AgentProcess {
    const child = spawn(process.execPath, [entry, '--state-dir', stateDir, '--heartbeat', '0.1', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: stateDir,
        WORKSPACE_ID: workspaceId,
        PLATFORM_URL: typeof platform === 'string' ? platform : platform.url,
        GUILDHALL_WORKSPACE_TOKEN: token,
        GUILDHALL_COMMAND: command,
        ...env,
      },
    });
    return new AgentProcess(child);
  }

  /** Its output so far. */
  get printed(): string {
    return this.output;
  }

  /** Exit code once it has exited; null if a signal ended it. */
  exited(): Promise<number | null> {
    return this.exitCode;
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exitCode;
  }
}

/** Address in the agent's latest registration. */
export const registeredUrl = async (platform: FakePlatform, after = 0): Promise<string> =>
  String((await platform.next('/registry/register', after)).body['url']);

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'guildhall-agent-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** A command line that runs JavaScript with this Node. */
export const script = (source: string): string => `"${process.execPath}" -e '${source.replaceAll("'", `'\\''`)}'`;
