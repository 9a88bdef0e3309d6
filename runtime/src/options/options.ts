import { readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { OptionsError, parsedFlags, variables, type Flag } from './arguments.js';
import { findProgram } from './find-program.js';
import { CommandLineError, splitWords } from './split-words.js';

/** The options of an agent process. Durations in milliseconds. */
export interface AgentOptions {
  workspaceId: string;
  token: string;
  /** Without a slash at the end. */
  platformUrl: string;
  command: [program: string, ...args: string[]];
  /** Working directory of the program. */
  directory: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Base address under which the platform reaches this process; null: derived from host and port. */
  publicUrl: string | null;
  name: string;
  tier: string;
  incarnation: number;
  stateDir: string;
  /** Folder with its `config.yaml`; may be missing. */
  configDir: string;
  /** Names of variables of this process that its program also gets. */
  passedOn: readonly string[];
  timeoutMs: number;
  heartbeatMs: number;
  platformLostMs: number;
  /** How long a running program may continue after the agent was asked to stop. */
  stopTimeoutMs: number;
}

/** The variable that lists the names of these variables. */
const passedOnNames = 'GUILDHALL_AGENT_ENV';

type Environment = Record<string, string | undefined>;

interface Reader {
  text(flag: Flag): string | undefined;
  number(flag: Flag, fallback: number, min: number, max: number, unit: string): number;
  problem(sentence: string): void;
}

const readerOf = (values: Partial<Record<Flag, string>>, env: Environment, problems: string[]): Reader => {
  const text = (flag: Flag): string | undefined =>
    values[flag] ?? variables[flag].map((name) => env[name]).find((value) => value !== undefined && value !== '');
  return {
    text,
    number(flag, fallback, min, max, unit) {
      const given = text(flag);
      if (given === undefined) return fallback;
      const value = Number(given);
      if (given.trim() !== '' && Number.isFinite(value) && value >= min && value <= max) return value;
      problems.push(`--${flag} must be ${unit} from ${min} to ${max}, not "${given}".`);
      return fallback;
    },
    problem: (sentence) => problems.push(sentence),
  };
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const workspaceOf = (read: Reader): string => {
  const id = read.text('workspace');
  if (id === undefined) read.problem('--workspace is missing: give the id of the workspace that this agent fills.');
  else if (!uuid.test(id)) read.problem(`--workspace must be a workspace id (a UUID), not "${id}".`);
  return id?.toLowerCase() ?? '';
};

/** Removes the file, because people who must not act as the agent can read the same folder. */
const tokenFrom = (file: string, read: Reader): string => {
  try {
    const token = readFileSync(file, 'utf8').trim();
    rmSync(file, { force: true });
    return token;
  } catch (error) {
    read.problem(`--token-file cannot be read: ${(error as Error).message}.`);
    return 'unreadable';
  }
};

const tokenOf = (read: Reader): string => {
  const file = read.text('token-file');
  const token = read.text('token') ?? (file === undefined ? undefined : tokenFrom(file, read));
  if (token === undefined) read.problem("--token is missing: the workspace's connect dialog shows it once.");
  else if (!/^[\x21-\x7e]+$/.test(token)) read.problem('--token must be one word of printable ASCII characters.');
  return token ?? '';
};

const urlOf = (read: Reader, flag: 'platform' | 'public-url', fallback: string | null): string | null => {
  const given = read.text(flag);
  if (given === undefined) return fallback;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search + url.hash !== '') {
    read.problem(`--${flag} must look like http://host:port, not "${given}".`);
    return fallback;
  }
  return url.href.replace(/\/+$/, '');
};

const directoryOf = (read: Reader, env: Environment): string => {
  const here = env['npm_lifecycle_event'] === 'agent' ? (env['INIT_CWD'] ?? process.cwd()) : process.cwd();
  const directory = resolve(here, read.text('cwd') ?? '.');
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    read.problem(`--cwd must be a folder that exists, not "${directory}".`);
  }
  return directory;
};

const commandOf = (read: Reader, directory: string, env: Environment): [string, ...string[]] => {
  const line = read.text('command');
  try {
    const [program, ...args] = line === undefined ? [] : splitWords(line);
    if (program === undefined || program === '') {
      read.problem('--command is missing: give the program to run, for example --command "wc -w".');
      return [''];
    }
    if (findProgram(program, directory, env['PATH'] ?? '') === null) {
      const where = program.includes('/') ? `in ${directory}` : 'in PATH';
      read.problem(`--command names the program "${program}", which is not found or not executable ${where}.`);
    }
    return [program, ...args];
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    read.problem(`--command cannot be used: ${error.message}.`);
    return [''];
  }
};

/** Options of this process from arguments and environment (arguments win), or 'help'. Throws OptionsError with every problem. */
export const readOptions = (argv: readonly string[], env: Environment): AgentOptions | 'help' => {
  const values = parsedFlags(argv);
  if (values.help === true) return 'help';
  const problems: string[] = [];
  const read = readerOf(values, env, problems);
  const directory = directoryOf(read, env);
  const workspaceId = workspaceOf(read);
  const host = read.text('host') ?? '127.0.0.1';
  const publicUrl = urlOf(read, 'public-url', null);
  if (publicUrl === null && (host === '0.0.0.0' || host === '::')) {
    problems.push(
      `--host ${host} listens everywhere: give --public-url, the address under which the platform reaches it.`,
    );
  }
  const options: AgentOptions = {
    workspaceId,
    token: tokenOf(read),
    platformUrl: urlOf(read, 'platform', 'http://127.0.0.1:8080') ?? '',
    command: commandOf(read, directory, env),
    directory,
    host,
    port: read.number('port', 0, 0, 65_535, 'a number'),
    publicUrl,
    name: read.text('name') ?? `Agent ${workspaceId.slice(0, 8)}`,
    tier: read.text('tier') ?? '',
    incarnation: read.number('incarnation', 0, 0, Number.MAX_SAFE_INTEGER, 'a number'),
    configDir: resolve(env['WORKSPACE_CONFIG_PATH'] ?? '/configs'),
    passedOn: (env[passedOnNames] ?? '').split(',').filter((name) => name !== ''),
    stateDir: resolve(read.text('state-dir') ?? join(homedir(), '.guildhall', 'agents', workspaceId)),
    timeoutMs: read.number('timeout', 120, 0.1, 86_400, 'seconds') * 1_000,
    heartbeatMs: read.number('heartbeat', 10, 0.05, 3_600, 'seconds') * 1_000,
    stopTimeoutMs: read.number('stop-timeout', 3.5, 0, 3_600, 'seconds') * 1_000,
    platformLostMs: read.number('platform-timeout', 600, 0.1, 86_400, 'seconds') * 1_000,
  };
  if (problems.length > 0) throw new OptionsError(problems);
  return options;
};
