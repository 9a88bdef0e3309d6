import type { AgentFiles } from '@guildhall/agent-files';
import { fileLimits, GuildhallError, millisecondsOf } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { clock } from '../../clock/clock.js';
import { repeated } from '../../clock/repeated.js';
import { newId } from '../../commands/ids.js';
import { systemMeta } from '../../commands/system-meta.js';
import { LeasedReactor, type Reactor } from '../../reactors/reactor.js';
import { InjectLogger } from '../../stores/injection.js';
import { ThisPlatform } from '../../stores/this-platform.js';
import { AgentFilesService } from '../agent-files.service.js';
import { FileChanges } from './file-changes.js';
import { OpenFileChanges, type OpenFileChange } from './open-file-changes.js';
import { digestOf, isThere } from '../recorded-files.js';

const lookEveryMs = 10_000;
/** Another platform may be at work on a change for so long. */
const patienceMs = 120_000;
const allLevels = 200;
const largest = fileLimits.uploadedFile;

/**
 * Finds out what became of unfinished changes: the platform was killed in between, or the engine was lost. It
 * looks at the files and writes down what it sees; it changes none.
 */
@LeasedReactor()
@Injectable()
export class InterruptedChanges implements Reactor {
  readonly name = 'file-changes';
  readonly after = ['messages'] as const;
  private endLooking: () => void = () => undefined;

  constructor(
    private readonly open: OpenFileChanges,
    private readonly agents: AgentFilesService,
    private readonly changes: FileChanges,
    private readonly platform: ThisPlatform,
    @InjectLogger() private readonly log: Logger,
  ) {}

  async start(): Promise<void> {
    await this.look();
    const failure = 'the look for unfinished file changes failed; the next one tries again';
    this.endLooking = repeated(lookEveryMs, () => this.look(), { log: this.log, failure });
  }

  stop(): void {
    this.endLooking();
  }

  private async look(): Promise<void> {
    for (const change of this.open.all().filter((one) => this.isLeft(one))) {
      try {
        await this.settle(change);
      } catch (error) {
        const { workspaceId: workspace_id, changeId: change_id } = change;
        this.log.warn({ err: error, workspace_id, change_id }, 'the outcome of a file change is looked up later');
      }
    }
  }

  private isLeft({ changeId, begunAt }: OpenFileChange): boolean {
    if (this.changes.isInFlight(changeId)) return false;
    return this.platform.isAlone || clock.now() - millisecondsOf(begunAt) > patienceMs;
  }

  private async settle(change: OpenFileChange): Promise<void> {
    const { workspaceId, changeId, org, correlationId } = change;
    const meta = systemMeta('files', { org, key: [changeId, newId()], correlationId });
    if (await this.isDone(change)) return this.changes.settle({ type: 'done', workspaceId, changeId }, meta);
    const cause = { code: 'CHANGE_INTERRUPTED' };
    await this.changes.settle({ type: 'failed', workspaceId, changeId, cause }, meta);
  }

  private async isDone(change: OpenFileChange): Promise<boolean> {
    const files = this.filesOf(change);
    if (files === null) return false;
    const { root, path } = change;
    if (change.change === 'delete' && path !== null) return !(await isThere(files, root, path));
    for (const file of change.files) if ((await digestAt(files, change, file.path)) !== file.digest) return false;
    if (change.change === 'write') return true;
    const { entries } = await files.list(root, '', allLevels, fileLimits.entries);
    return entries.filter(({ kind }) => kind !== 'directory').length === change.files.length;
  }

  /** Null: the workspace is not there any more, or its agent is not ours any more. */
  private filesOf({ workspaceId, org }: OpenFileChange): AgentFiles | null {
    try {
      return this.agents.engineOf(workspaceId, org).files(workspaceId);
    } catch (error) {
      if (error instanceof GuildhallError) return null;
      throw error;
    }
  }
}

const digestAt = async (files: AgentFiles, { root }: OpenFileChange, path: string): Promise<string | null> => {
  try {
    return digestOf(await files.read(root, path, largest));
  } catch (error) {
    if (error instanceof GuildhallError && error.status < 500) return null;
    throw error;
  }
};
