import type { Duplex } from 'node:stream';
import type { Exec, ExecCreateOptions } from 'dockerode';
import { unframedOutput } from './container-output.js';
import { unreachable, type Engine } from './engine.js';

/** How a program in a container ended. */
export interface ProgramEnd {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
}

/** Nothing that is run for the platform answers with more, in bytes. */
const outputLimit = 160 * 1_048_576;
const runLimitMs = 120_000;
const stdoutStream = 1;
const stderrStream = 2;
/** As a shell counts an end by SIGKILL. */
const killed = 137;

/** Prepares a program in a running container; null: the container does not run, or is not there. */
export const prepareExec = async (
  engine: Engine,
  container: string,
  options: ExecCreateOptions,
): Promise<Exec | null> =>
  engine.call((docker) => docker.getContainer(container).exec(options), { tolerate: [404, 409] });

/** Runs a program to its end; null: the container does not run. Throws BackendFailure when the engine goes away. */
export const runInContainer = async (
  engine: Engine,
  container: string,
  command: readonly string[],
  input: Buffer,
): Promise<ProgramEnd | null> => {
  const exec = await prepareExec(engine, container, {
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Cmd: [...command],
    WorkingDir: '/',
  });
  if (exec === null) return null;
  const stream = await engine.call(() => exec.start({ hijack: true, stdin: true }), { tolerate: [404, 409] });
  if (stream === null) return null;
  stream.end(input);
  const frames = await wholeOutput(stream);
  const { ExitCode } = await engine.call(() => exec.inspect());
  const stdout = unframedOutput(frames, stdoutStream);
  return { exitCode: ExitCode ?? killed, stdout, stderr: unframedOutput(frames, stderrStream).toString() };
};

const wholeOutput = async (stream: Duplex): Promise<Buffer> => {
  const timer = setTimeout(() => stream.destroy(unreachable(`no end within ${runLimitMs / 1_000} s`)), runLimitMs);
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
