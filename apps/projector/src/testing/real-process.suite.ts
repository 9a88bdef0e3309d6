import type { RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const built = (name: string): string =>
  fileURLToPath(new URL(`../../../../dist/apps/projector/${name}.js`, import.meta.url));

const start = (entry: string, args: readonly string[], directory: string): ChildProcess =>
  spawn(process.execPath, [built(entry), ...args], {
    env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: directory, GUILDHALL_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

export const startProjector = (directory: string): ChildProcess => start('main', [], directory);

/** How it ended: an exit code, or the signal that ended it. */
export const ended = async (child: ChildProcess): Promise<number | NodeJS.Signals> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode ?? -1;
};

export const commandLine = async (
  args: readonly string[],
  directory: string,
): Promise<{ code: unknown; text: string }> => {
  const child = start('cli', args, directory);
  let text = '';
  child.stdout?.on('data', (piece: Buffer) => (text += piece.toString()));
  return { code: await ended(child), text };
};

/** Writes a history into a real log, in its own order. */
export const append = async (log: EventStore, history: readonly RecordedEvent[]): Promise<void> => {
  const written: Promise<unknown>[] = [];
  for (const { id, type, data, metadata, stream, revision } of history) {
    const expected = revision === 0 ? 'none' : revision - 1;
    written.push(log.append(stream, [{ id, type, data, metadata }], expected));
  }
  await Promise.all(written);
};
