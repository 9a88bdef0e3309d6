import type { Position } from '@guildhall/contracts';

/** What is remembered of a command that was accepted, to answer a repeat with the same answer. */
export interface KnownCommand {
  digest: string;
  /** Revision of its first event. */
  revision: number;
  /** Number of its events. */
  count: number;
  /** Of its last event; null while the append is under way. */
  position: Position | null;
  /** When it was appended, in milliseconds since the epoch. */
  at: number;
}

/** A repeat of a command within this time finds the first answer again. */
const rememberMs = 24 * 3_600_000;
/** As many are remembered even when they are older. */
const rememberAtLeast = 4_096;
/** And never more than these, so that a flood of commands cannot eat the memory. */
const rememberAtMost = 50_000;

/** Only derived ids (UUIDv5: from an Idempotency-Key, or of a reactor's step) can ever come again. */
export const canComeAgain = (commandId: string): boolean => commandId.charAt(14) === '5';

/** The commands of one stream that a repeat is compared with, oldest first. */
export class KnownCommands {
  private readonly commands = new Map<string, KnownCommand>();

  get size(): number {
    return this.commands.size;
  }

  get(commandId: string): KnownCommand | undefined {
    return this.commands.get(commandId);
  }

  add(commandId: string, command: KnownCommand): void {
    if (!canComeAgain(commandId)) return;
    this.commands.set(commandId, command);
    this.forgetOld(command.at);
  }

  /** An event of a loaded stream: its command counts one event more. */
  addLoaded(commandId: string, digest: string, revision: number, position: Position, at: number): void {
    const known = this.commands.get(commandId);
    if (known === undefined) return this.add(commandId, { digest, revision, count: 1, position, at });
    known.count += 1;
    known.position = position;
  }

  entries(): [string, KnownCommand][] {
    return [...this.commands];
  }

  private forgetOld(now: number): void {
    for (const [id, command] of this.commands) {
      const surplus = this.commands.size - rememberAtLeast;
      if (surplus <= 0 || (this.commands.size <= rememberAtMost && now - command.at < rememberMs)) return;
      this.commands.delete(id);
    }
  }
}
