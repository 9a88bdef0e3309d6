import { viewNames } from '@guildhall/contracts';
import { ViewDirectory, type ReadStore } from '@guildhall/read-store';
import { nodeFlags } from '@guildhall/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../../apps/projector/main.js', import.meta.url));
const lookMs = 25;

export interface MemoryPeak {
  /** Most resident memory of the process, in MB (VmHWM): with pages of files that it has mapped. */
  residentMb: number;
  /** Of it at most so much at one look that no other process could share (RssAnon), in MB. */
  ownMb: number;
}

/** The real projector on a data directory, watched from outside. */
export class ProjectorProcess {
  readonly memory: MemoryPeak = { residentMb: 0, ownMb: 0 };

  private constructor(private readonly child: ChildProcess) {}

  static start(directory: string): ProjectorProcess {
    const env = { ...process.env, DATA_DIR: directory, GUILDHALL_LOG_LEVEL: 'error' };
    const args = [...nodeFlags('projector'), entry];
    return new ProjectorProcess(spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit'] }));
  }

  /** Milliseconds from now until every view serves the first `ordinal` events. */
  async reaches(reads: ReadStore, ordinal: number): Promise<number> {
    const startedAt = performance.now();
    const directory = new ViewDirectory(reads);
    for (const view of viewNames) {
      for (;;) {
        if (this.child.exitCode !== null) throw new Error(`the projector ended with ${this.child.exitCode}`);
        await this.lookAtMemory();
        const copy = await directory.activeCollection(view);
        if (copy !== null && ((await reads.checkpoint(copy))?.ordinal ?? 0) >= ordinal) break;
        await delay(lookMs);
      }
    }
    return performance.now() - startedAt;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }

  private async lookAtMemory(): Promise<void> {
    const text = await readFile(`/proc/${this.child.pid}/status`, 'utf8').catch(() => '');
    const mb = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1_024;
    this.memory.residentMb = Math.max(this.memory.residentMb, mb('VmHWM'));
    this.memory.ownMb = Math.max(this.memory.ownMb, mb('RssAnon'));
  }
}
