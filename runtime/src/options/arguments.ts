import { parseArgs } from 'node:util';

/** Invalid arguments: one sentence per problem. */
export class OptionsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Every flag with a value, and the environment variables that replace it: the first one that is set wins. */
export const variables = {
  workspace: ['WORKSPACE_ID'],
  token: ['GUILDHALL_WORKSPACE_TOKEN', 'MOLECULE_WORKSPACE_TOKEN'],
  'token-file': ['GUILDHALL_WORKSPACE_TOKEN_FILE'],
  command: ['GUILDHALL_COMMAND'],
  platform: ['PLATFORM_URL', 'MOLECULE_URL'],
  cwd: ['GUILDHALL_CWD'],
  host: ['GUILDHALL_AGENT_HOST'],
  port: ['GUILDHALL_AGENT_PORT'],
  'public-url': ['GUILDHALL_AGENT_URL'],
  name: ['GUILDHALL_AGENT_NAME'],
  tier: ['TIER'],
  incarnation: ['GUILDHALL_INCARNATION'],
  'state-dir': ['GUILDHALL_STATE_DIR'],
  timeout: ['GUILDHALL_TIMEOUT'],
  heartbeat: ['GUILDHALL_HEARTBEAT'],
  'platform-timeout': ['GUILDHALL_PLATFORM_TIMEOUT'],
  'stop-timeout': ['GUILDHALL_STOP_TIMEOUT'],
} as const satisfies Record<string, readonly string[]>;

export type Flag = keyof typeof variables;

const withValue = { type: 'string' } as const;
const flags = {
  ...(Object.fromEntries(Object.keys(variables).map((flag) => [flag, withValue])) as Record<Flag, typeof withValue>),
  help: { type: 'boolean', short: 'h' },
} as const;

export const usage = `Runs a program as an agent of a Guildhall workspace: the message goes to its standard input, its standard output is the answer.

  npm run agent -- --workspace <id> --token <token> --command "<program and arguments>"

  --workspace <id>         workspace to fill                              WORKSPACE_ID
  --token <token>          its token, as the connect dialog shows it      GUILDHALL_WORKSPACE_TOKEN
  --token-file <file>      holds the token; removed once it was read      GUILDHALL_WORKSPACE_TOKEN_FILE
  --command <line>         program with arguments; no shell is involved   GUILDHALL_COMMAND
  --platform <url>         default http://127.0.0.1:8080                  PLATFORM_URL
  --cwd <folder>           working directory of the program; default: here
  --timeout <seconds>      time limit per message, default 120            GUILDHALL_TIMEOUT
  --host <address>         address to listen on, default 127.0.0.1        GUILDHALL_AGENT_HOST
  --port <number>          default 0: any free port                       GUILDHALL_AGENT_PORT
  --public-url <url>       address for the platform, if it is another one GUILDHALL_AGENT_URL
  --name <name>            name on the agent card                         GUILDHALL_AGENT_NAME
  --state-dir <folder>     lock and answers given; default ~/.guildhall/agents/<id>
  --heartbeat <seconds>    default 10                                     GUILDHALL_HEARTBEAT
  --platform-timeout <s>   ends after so long without the platform, default 600
  --stop-timeout <s>       time for running work when asked to stop, default 3.5

Exit codes: 0 stopped, 2 bad arguments, 3 refused by the platform, 4 already running, 5 platform gone, 1 anything else.
`;

/** Joins a value that starts with a dash, as tokens of earlier versions may, to its flag, so that it is parsed as a value. */
const withValuesJoined = (argv: readonly string[]): string[] => {
  const args: string[] = [];
  for (const arg of argv) {
    const flag = /^--([a-z-]+)$/.exec(args.at(-1) ?? '')?.[1];
    const takesIt = flag !== undefined && Object.hasOwn(variables, flag) && arg.startsWith('-') && !isFlag(arg);
    if (takesIt) args.push(`${args.pop()}=${arg}`);
    else args.push(arg);
  }
  return args;
};

const isFlag = (arg: string): boolean => arg === '-h' || Object.hasOwn(flags, /^--([a-z-]+)/.exec(arg)?.[1] ?? '');

/** The flags of the command line. Throws OptionsError. */
export const parsedFlags = (argv: readonly string[]): Partial<Record<Flag, string>> & { help?: boolean } => {
  try {
    return parseArgs({ args: withValuesJoined(argv), options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new OptionsError([(error as Error).message.split('. To specify')[0] ?? 'The arguments cannot be read.']);
  }
};
