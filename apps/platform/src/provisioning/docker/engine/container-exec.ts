import type { Duplex } from 'node:stream';
import type { Exec } from 'dockerode';
import { unframedOutput } from './container-output.js';
import { unreachable, type Engine } from './engine.js';
import { endMarked, newMark } from './marked-programs.js';
import { openExec } from './open-exec.js';

/** How a program in a container ended. */
export interface ProgramEnd {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
}

/** Nothing that is run for the platform answers with more, in bytes. */
const outputLimit = 160 * 1_048_576;
const runLimitMs = 120_000;
const attached = { AttachStdin: true, AttachStdout: true, AttachStderr: true, WorkingDir: '/' } as const;
const stdoutStream = 1;
const stderrStream = 2;
/** As a shell counts an end by SIGKILL. */
const killed = 137;

/**
 * Runs a program to its end; null: the container does not run. Throws BackendFailure when the engine goes away, or when the
 * program does not end within `limitMs` milliseconds; it is ended then.
 */
export const runInContainer = async (
  engine: Engine,
  container: string,
  command: readonly string[],
  input: Buffer,
  limitMs = runLimitMs,
): Promise<ProgramEnd | null> => {
  const mark = newMark();
  const end = (exec: Exec): void => void endMarked(engine, container, mark, exec);
  const program = await openExec(engine, container, { ...attached, Cmd: [...command], Env: [mark] }, end);
  if (program === null) return null;
  program.stream.end(input);
  const frames = await wholeOutput(program.stream, limitMs).catch((error: unknown) => {
    end(program.exec);
    throw error;
  });
  const { ExitCode } = await engine.call(() => program.exec.inspect());
  const stdout = unframedOutput(frames, stdoutStream);
  return { exitCode: ExitCode ?? killed, stdout, stderr: unframedOutput(frames, stderrStream).toString() };
};

const wholeOutput = async (stream: Duplex, limitMs: number): Promise<Buffer> => {
  const timer = setTimeout(() => stream.destroy(unreachable(`no end within ${limitMs / 1_000} s`)), limitMs);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > outputLimit) throw new Error(`the program wrote more than ${outputLimit} bytes`);
      parts.push(part);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ECONNRESET' || code === 'EPIPE' ? unreachable(message, error) : error;
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
  return Buffer.concat(parts);
};
