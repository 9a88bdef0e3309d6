import { Agent } from './agent.js';
import { stdoutLog } from './log.js';
import { OptionsError, usage } from './options/arguments.js';
import { readOptions, type AgentOptions } from './options/options.js';
import type { PresenceEnd } from './platform/presence.js';
import { WorkspaceLocked } from './state/workspace-lock.js';

/** Exit codes: part of the contract with the process that starts agents. */
const exitCodes = { stopped: 0, unexpected: 1, arguments: 2, refused: 3, locked: 4, lost: 5 } as const;

const optionsOrExit = (): AgentOptions => {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options !== 'help') return options;
    process.stdout.write(usage);
    process.exit(exitCodes.stopped);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    process.stderr.write(`${error.problems.join('\n')}\n\n--help lists all options.\n`);
    process.exit(exitCodes.arguments);
  }
};

const endOf = (end: PresenceEnd, options: AgentOptions): { code: number; sentence: string } => {
  switch (end.kind) {
    case 'stopped':
      return { code: exitCodes.stopped, sentence: 'Stopped.' };
    case 'refused':
      return {
        code: exitCodes.refused,
        sentence: `The platform at ${options.platformUrl} refused this agent: ${end.reason}`,
      };
    case 'lost':
      return {
        code: exitCodes.lost,
        sentence: `The platform at ${options.platformUrl} was unreachable for ${options.platformLostMs / 1_000} s (${end.reason}): this agent exits.`,
      };
  }
};

const sentenceOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE'
    ? 'The port of --port is used by another process: choose another, or 0 for any.'
    : message;
};

/** Runs this process as an agent until it is stopped, refused or loses the platform. Exits with one of the codes above. */
export const runAgent = async (): Promise<void> => {
  const options = optionsOrExit();
  // Replaces the arguments in the process list, where the token could be read.
  process.title = `guildhall-agent ${options.workspaceId}`;
  const log = stdoutLog({ workspaceId: options.workspaceId });
  console.error = (...parts: unknown[]) => log('error', parts.map(String).join(' '));
  console.warn = (...parts: unknown[]) => log('warn', parts.map(String).join(' '));
  const agent = new Agent(options, log);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => agent.stop());
  let end: { code: number; sentence: string };
  try {
    end = endOf(await agent.run(), options);
  } catch (error) {
    end = {
      code: error instanceof WorkspaceLocked ? exitCodes.locked : exitCodes.unexpected,
      sentence: sentenceOf(error),
    };
  }
  log(end.code === 0 ? 'info' : 'fatal', end.sentence, { exitCode: end.code });
  if (end.code !== 0) process.stderr.write(`${end.sentence}\n`);
  process.exit(end.code);
};
