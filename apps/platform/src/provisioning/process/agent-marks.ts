import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessMark } from './kernel/process-table.js';

export interface AgentMark extends ProcessMark {
  incarnation: number;
}

/**
 * The mark of the process that runs for an agent's folder; null: none does. It is our own, or the one that the agent
 * itself leaves: a platform that was killed right after the start had no time for its own.
 */
export const runningMark = (folder: string): AgentMark | null => {
  const marks = ['backend.json', 'agent.json'].flatMap((file) => readMark(join(folder, file)));
  return marks.find((mark) => isRunning(mark)) ?? null;
};

export const writeMark = (folder: string, mark: AgentMark): void => {
  const file = join(folder, 'backend.json');
  writeFileSync(`${file}.new`, JSON.stringify(mark), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

const readMark = (file: string): AgentMark[] => {
  try {
    const { pid, startedAt, incarnation } = JSON.parse(readFileSync(file, 'utf8')) as AgentMark;
    return [{ pid, startedAt: String(startedAt), incarnation }];
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing || error instanceof SyntaxError) return [];
    throw error;
  }
};
