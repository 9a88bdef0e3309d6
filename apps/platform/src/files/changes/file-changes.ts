import { causeOfRefusal, GuildhallError, streams } from '@guildhall/contracts';
import type { FileChangeIntent, FilesCommand, FilesState } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import type { CommandMeta } from '../../commands/command-meta.js';
import { CommandRunner } from '../../commands/command-runner.js';
import { derivedId } from '../../commands/ids.js';
import { StreamExecutor, type CommandOutcome } from '../../commands/executor/stream-executor.js';
import { BackendFailure } from '../../backend-port/backend.js';
import { filesStream } from './files.stream.js';
import { KeyedMutex } from '../../concurrency/keyed-mutex.js';

export interface RecordedChange {
  position: string;
  eventIds: string[];
}

const looks = 3;

/**
 * Changes files and writes down both: what is to come, before it is done, and what became of it. Between the two a
 * change stands in the log as begun, so a crash leaves nothing unseen; `InterruptedChanges` finds out what
 * became of it.
 */
@Injectable()
export class FileChanges {
  private readonly lock = new KeyedMutex();
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly runner: CommandRunner,
    private readonly executor: StreamExecutor,
  ) {}

  /** Does this process work on it? */
  isInFlight(changeId: string): boolean {
    return this.inFlight.has(changeId);
  }

  /**
   * `look`: throws when the caller's precondition does not hold; nothing else comes between it and the beginning of the
   * change, in no process. `act`: makes the change; it can be repeated.
   */
  make(
    workspaceId: string,
    intent: FileChangeIntent,
    meta: CommandMeta,
    look: (() => Promise<void>) | null,
    act: () => Promise<unknown>,
  ): Promise<RecordedChange> {
    const changeId = derivedId('file-change', meta.commandId, intent.root, intent.path ?? '/');
    return this.lock.run(workspaceId, async () => {
      this.inFlight.add(changeId);
      try {
        const begun = await this.begin(workspaceId, changeId, intent, meta, look);
        if (begun.state.ended.get(changeId)?.done === true) return recorded(begun);
        await this.act(workspaceId, changeId, meta, act);
        return recorded(await this.step({ type: 'done', workspaceId, changeId }, meta));
      } finally {
        this.inFlight.delete(changeId);
      }
    });
  }

  /** Records what became of a change that another process, or an earlier run, began. */
  async settle(command: Extract<FilesCommand, { type: 'done' | 'failed' }>, meta: CommandMeta): Promise<void> {
    await this.step(command, meta);
  }

  private async begin(
    workspaceId: string,
    changeId: string,
    intent: FileChangeIntent,
    meta: CommandMeta,
    look: (() => Promise<void>) | null,
  ): Promise<CommandOutcome<FilesState>> {
    for (let attempt = 1; ; attempt += 1) {
      const seen = look === null ? null : await this.seen(workspaceId, changeId, look);
      try {
        return await this.step({ type: 'begin', workspaceId, changeId, seen, ...intent }, meta);
      } catch (error) {
        const isOvertaken = error instanceof GuildhallError && error.code === 'FILES_BUSY';
        if (!isOvertaken || attempt === looks) throw error;
      }
    }
  }

  private async seen(workspaceId: string, changeId: string, look: () => Promise<void>): Promise<number> {
    const { state } = await this.executor.currentState(filesStream, streams.files(workspaceId));
    const { begun } = state;
    const isRepeated = state.open.has(changeId) || state.ended.get(changeId) !== undefined;
    if (!isRepeated) await look();
    return begun;
  }

  /**
   * A refusal is an outcome. When the engine was lost, or the answer cannot be used, it is unknown how far it got, and
   * the change stays open.
   */
  private async act(
    workspaceId: string,
    changeId: string,
    meta: CommandMeta,
    act: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await act();
    } catch (error) {
      const refusal = refusalOf(error, workspaceId);
      const isLost = error instanceof BackendFailure && error.passing;
      if (refusal !== null && refusal.code !== 'FILES_ANSWER_INVALID' && !isLost) {
        await this.step({ type: 'failed', workspaceId, changeId, cause: causeOfRefusal(refusal) }, meta);
      }
      throw refusal ?? error;
    }
  }

  private step(command: FilesCommand, meta: CommandMeta): Promise<CommandOutcome<FilesState>> {
    const { workspaceId, changeId, type } = command;
    const files = type === 'begin' ? JSON.stringify(command.files) : '';
    const fingerprint = [meta.fingerprint, type, files].join('\n');
    const own = { ...meta, commandId: derivedId(changeId, type), fingerprint };
    return this.runner.runAndFold(filesStream, workspaceId, command, own);
  }
}

const recorded = ({ position, eventIds }: CommandOutcome): RecordedChange => ({ position: position ?? '', eventIds });

/** What a backend could not do, as a refusal; null: it is not known whether it did it. */
export const refusalOf = (error: unknown, workspaceId: string): GuildhallError | null => {
  if (error instanceof GuildhallError) return error;
  if (!(error instanceof BackendFailure)) return null;
  return new GuildhallError(error.code, { id: workspaceId, reason: error.message }, { cause: error });
};
