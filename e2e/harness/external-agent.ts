import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, type Installation } from '@guildhall/testing';

/** An agent started by hand, as the connect dialog says, but without npm. */
export class ExternalAgent {
  private child: ChildProcess | null = null;
  private readonly installation: Installation;
  private readonly arguments: string[];
  private readonly output: string;

  constructor(installation: Installation, workspaceId: string, token: string, command: string) {
    this.installation = installation;
    const state = join(installation.dataDir, 'by-hand');
    this.output = `${state}.out`;
    this.arguments = [
      '--platform',
      installation.url,
      '--workspace',
      workspaceId,
      '--token',
      token,
      '--command',
      command,
      '--heartbeat',
      '1',
      '--state-dir',
      state,
    ];
  }

  start(): void {
    const output = openSync(this.output, 'a');
    this.child = spawn(process.execPath, [join(projectRoot, 'dist/runtime/main.js'), ...this.arguments], {
      stdio: ['ignore', output, output],
      env: { PATH: process.env['PATH'], HOME: this.installation.dataDir },
    });
    closeSync(output);
  }

  /** Throws with the agent's output if it has ended. */
  mustRun(): void {
    if (this.child !== null && this.child.exitCode !== null)
      throw new Error(`the agent ended: ${readFileSync(this.output, 'utf8')}`);
  }

  async kill(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
