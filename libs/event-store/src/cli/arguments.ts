import { parseArgs } from 'node:util';

export type StoreAddress = { kind: 'data'; folder: string } | { kind: 'url'; url: string };

export type LogCommand =
  | { name: 'help' }
  | { name: 'verify'; store: StoreAddress; record: string | null }
  | { name: 'export'; store: StoreAddress; to: string }
  | { name: 'import'; store: StoreAddress; from: string };

/** The arguments make no command. The message says why. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export const usage = `Usage: npm run log -- <command> [--data <folder> | --url <esdb://…>]

Commands
  verify                     reads the whole log and checks that no event was changed
  export --to <file>         writes the whole log to one file (compressed if its name ends in .gz)
  import --from <source>     copies a whole log from an exported file, a data folder or esdb://…;
                             run it again after an interruption, and it resumes where it stopped

The log to verify, to export or to write to
  --data <folder>            the embedded log of this data folder
  --url <esdb://…>           the log in EventStoreDB
  (neither)                  the configured one: EVENTSTORE_URL if GUILDHALL_STORE is server,
                             else DATA_DIR, else .guildhall

  --record <file>            verify: compares the log with the checkpoints in this file and adds one. Keep the file
                             on a machine that people who can change the log cannot reach
  --help                     this text

Progress goes to stderr. Exit codes: 0 success; 1 a finding (damage, logs that differ, unreadable events);
2 failure (wrong arguments, no such log, store not reachable, disk full).
`;

/** The store that the environment configures. */
export const configuredStore = (env: NodeJS.ProcessEnv): StoreAddress => {
  const { GUILDHALL_STORE: kind, EVENTSTORE_URL: url, DATA_DIR: folder = '.guildhall' } = env;
  return kind === 'server' && url !== undefined ? { kind: 'url', url } : { kind: 'data', folder };
};

/** Uses `configured` if the arguments name no store. Throws `UsageError`. */
export const parseCommand = (args: readonly string[], configured: StoreAddress): LogCommand => {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { name: 'help' };
  const [name, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`Unexpected argument "${rest[0]}".`);
  if (values.data !== undefined && values.url !== undefined) throw new UsageError('Use --data or --url, not both.');
  const { url, data, to, from, record } = values;
  if (url !== undefined && !isUrl(url)) throw new UsageError('--url takes an address that starts with esdb://.');
  const store = named(url, data) ?? configured;
  const allowOnly = (...allowed: string[]): void => {
    for (const option of ['to', 'from', 'record'] as const)
      if (values[option] !== undefined && !allowed.includes(option))
        throw new UsageError(`--${option} is not an option of ${String(name)}.`);
  };
  switch (name) {
    case 'verify':
      allowOnly('record');
      return { name, store, record: record ?? null };
    case 'export':
      allowOnly('to');
      if (!to) throw new UsageError('Give the file with --to.');
      return { name, store, to };
    case 'import':
      allowOnly('from');
      if (!from) throw new UsageError('Give the source with --from.');
      return { name, store, from };
    default:
      throw new UsageError(name === undefined ? 'Give a command.' : `Unknown command "${name}".`);
  }
};

const named = (url: string | undefined, folder: string | undefined): StoreAddress | null => {
  if (url !== undefined) return { kind: 'url', url };
  return folder === undefined ? null : { kind: 'data', folder };
};

export const isUrl = (text: string): boolean => /^esdb(\+discover)?:\/\//.test(text);

const parsed = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const options = {
    data: text,
    url: text,
    to: text,
    from: text,
    record: text,
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
