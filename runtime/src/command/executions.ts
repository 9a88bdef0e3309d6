import type { Log } from '../log.js';
import type { Answer, AnswerJournal } from '../state/answer-journal.js';
import { isAlive, signalGroup, startTimeOf } from '../state/process-mark.js';
import { runProgram, type ProgramResult } from './run-program.js';
import { programEnvironment, type AgentFacts, type MessageFacts } from './environment.js';

/** One message to execute. */
export interface Work extends MessageFacts {
  key: string;
  digest: string;
  taskId: string;
  text: string;
}

interface Execution {
  key: string;
  abort: AbortController;
  done: Promise<Answer>;
  text: string;
}

export interface ExecutionOptions {
  agent: AgentFacts;
  command: readonly [string, ...string[]];
  directory: string;
  timeoutMs: number;
}

const interruptedText =
  'The agent was stopped while it worked on this message. It is not known how far the program got; send the message again if that is safe.';

/** Runs the program for one message after another and keeps every answer in the journal. */
export class Executions {
  private readonly byTask = new Map<string, Execution>();
  private tail: Promise<unknown> = Promise.resolve();
  private closing = false;

  constructor(
    private readonly options: ExecutionOptions,
    private readonly journal: AnswerJournal,
    private readonly log: Log,
  ) {}

  /** Ends the programs of messages that a crash interrupted, and answers those messages as interrupted. */
  settleInterrupted(): void {
    for (const { key, program } of this.journal.unanswered()) {
      if (program !== null && program.startedAt !== '' && isAlive(program.pid, program.startedAt))
        signalGroup(program.pid, 'SIGKILL');
      this.journal.answer(key, {
        state: 'failed',
        text: interruptedText,
        exitCode: null,
        at: new Date().toISOString(),
      });
      this.log('warn', 'a crash interrupted a message', { key });
    }
  }

  /** Queues the message, which is in the journal once this returns. */
  start(work: Work): Promise<Answer> {
    const { key, digest, taskId, contextId } = work;
    this.journal.take({ key, digest, taskId, contextId, at: new Date().toISOString() });
    const abort = new AbortController();
    const done = this.tail.then(() => this.perform(work, abort.signal));
    this.tail = done.catch(() => undefined);
    this.byTask.set(taskId, { key, abort, done, text: work.text });
    const forget = (): void => void this.byTask.delete(taskId);
    done.then(forget, forget);
    return done;
  }

  /** Answer of a message that is queued or running; undefined for any other. */
  inFlight(key: string): Promise<Answer> | undefined {
    return [...this.byTask.values()].find((execution) => execution.key === key)?.done;
  }

  /** Ends the program of a task and waits for its exit. */
  async cancel(taskId: string): Promise<void> {
    const execution = this.byTask.get(taskId);
    if (execution === undefined) return;
    execution.abort.abort();
    await execution.done;
  }

  /** For heartbeats: the number of open messages, and the beginning of the current one. */
  activity(): { activeTasks: number; currentTask: string } {
    const [first] = this.byTask.values();
    return { activeTasks: this.byTask.size, currentTask: (first?.text ?? '').slice(0, 60) };
  }

  /**
   * Lets the running program finish within `patienceMs`, then cancels it. Waiting messages are not started and stay without
   * an answer, so that a repetition runs them after the next start.
   */
  async close(patienceMs: number): Promise<void> {
    this.closing = true;
    const [running] = this.byTask.values();
    if (running === undefined) return;
    const timer = setTimeout(() => running.abort.abort(), patienceMs);
    await running.done.catch(() => undefined);
    clearTimeout(timer);
  }

  /** Only used to clean up after a crash, so the work continues if it cannot be written. */
  private noteProgram(key: string, pid: number): void {
    try {
      this.journal.spawned(key, pid, startTimeOf(pid));
    } catch (error) {
      this.log('warn', 'could not record the process of a message', { error: String(error) });
    }
  }

  private async perform(work: Work, signal: AbortSignal): Promise<Answer> {
    if (this.closing && !signal.aborted) return new Promise(() => undefined);
    const { agent, command, directory, timeoutMs } = this.options;
    const startedAt = performance.now();
    if (!signal.aborted) this.journal.started(work.key);
    const result = await runProgram({
      command,
      directory,
      env: programEnvironment(agent, work, process.env),
      input: work.text,
      timeoutMs,
      signal,
      onSpawn: (pid) => this.noteProgram(work.key, pid),
    });
    const answer = answerOf(result, agent.token);
    this.journal.answer(work.key, answer);
    const durationMs = Math.round(performance.now() - startedAt);
    this.log('info', 'message ended', {
      taskId: work.taskId,
      messageId: work.messageId,
      state: answer.state,
      exitCode: answer.exitCode,
      durationMs,
    });
    return answer;
  }
}

const answerOf = (result: ProgramResult, token: string): Answer => {
  const at = new Date().toISOString();
  if (result.kind === 'cancelled')
    return { state: 'canceled', text: 'The work was cancelled and the program ended.', exitCode: null, at };
  if (result.kind === 'answered') return { state: 'completed', text: result.text, exitCode: 0, at };
  const text = result.stderr === '' ? result.reason : `${result.reason}\n${result.stderr.replaceAll(token, '[token]')}`;
  return { state: 'failed', text, exitCode: result.exitCode, at };
};
