import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { processIds, signalProcess } from './process-table.js';

const graceMs = 500;
const goneWithinMs = 5_000;
const lookEveryMs = 20;

/** Variables that a process was started with, as `NAME=value`; empty when it is gone, is of another user, or without /proc. */
const environOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
};

/** One of them, as `NAME=value`; null: it has none of that name. */
export const variableOf = (pid: number, name: string): string | null =>
  environOf(pid).find((variable) => variable.startsWith(`${name}=`)) ?? null;

/** Processes that were started with all of these variables (`NAME=value`), or by one that was. */
export const processesWith = (variables: readonly string[]): number[] =>
  processIds().filter((pid) => {
    const environ = environOf(pid);
    return variables.every((variable) => environ.includes(variable));
  });

/**
 * Ends them all, also what they start meanwhile: asked first, killed after half a second. Resolves when none is left; throws
 * when one cannot be ended.
 */
export const endProcessesWith = async (variables: readonly string[]): Promise<void> => {
  const begun = performance.now();
  let left = processesWith(variables);
  for (const pid of left) signalProcess(pid, 'SIGTERM');
  while (left.length > 0) {
    const waitedMs = performance.now() - begun;
    if (waitedMs > goneWithinMs) throw new Error(`the processes ${left.join(', ')} do not end`);
    if (waitedMs > graceMs) for (const pid of left) signalProcess(pid, 'SIGKILL');
    await delay(lookEveryMs);
    left = processesWith(variables);
  }
};
