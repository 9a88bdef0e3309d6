import { parseArgs } from 'node:util';

export type StoreAddress = { kind: 'data'; folder: string } | { kind: 'url'; url: string };

export type LogCommand =
  | { name: 'help' }
  | { name: 'verify'; store: StoreAddress; record: string | null }
  | { name: 'export'; store: StoreAddress; to: string }
  | { name: 'import'; store: StoreAddress; from: string };

/** What was typed cannot be meant. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export const usage = `Usage: npm run log -- <command> [--data <folder> | --url <esdb://…>]

Commands
  verify                     reads the whole log and checks that nothing was changed
  export --to <file>         writes the whole log into one file (compressed when its name ends in .gz)
  import --from <source>     brings a whole log in: from an exported file, a data folder or esdb://…;
                             started again after an interruption, it goes on where it ended

The log that is verified, exported or written to
  --data <folder>            the embedded log of this data folder
  --url <esdb://…>           the log in EventStoreDB
  (neither)                  the one that is configured: EVENTSTORE_URL where GUILDHALL_STORE is server,
                             else DATA_DIR, else .guildhall

  --record <file>            verify: compares with what was found the last times, which this file keeps, and adds to it;
                             for a machine that nobody reaches who may change the log
  --help                     this text

Progress goes to the error output. Exit codes: 0 fine; 1 something does not fit (damage, logs that differ);
2 it could not be done (wrong arguments, no such log, store not reachable, no room).
`;

/** The store that the environment configures. */
export const configuredStore = (env: NodeJS.ProcessEnv): StoreAddress => {
  const { GUILDHALL_STORE: kind, EVENTSTORE_URL: url, DATA_DIR: folder = '.guildhall' } = env;
  return kind === 'server' && url !== undefined ? { kind: 'url', url } : { kind: 'data', folder };
};

/** `configured` is meant where no store is named. Throws `UsageError`. */
export const parseCommand = (args: readonly string[], configured: StoreAddress): LogCommand => {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { name: 'help' };
  const [name, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`);
  if (values.data !== undefined && values.url !== undefined) throw new UsageError('Name --data or --url, not both.');
  const { url, data, to, from, record } = values;
  if (url !== undefined && !isUrl(url)) throw new UsageError('--url takes an address that begins with esdb:// .');
  const store = named(url, data) ?? configured;
  const only = (...allowed: string[]): void => {
    for (const option of ['to', 'from', 'record'] as const)
      if (values[option] !== undefined && !allowed.includes(option))
        throw new UsageError(`--${option} does not belong to ${String(name)}.`);
  };
  switch (name) {
    case 'verify':
      only('record');
      return { name, store, record: record ?? null };
    case 'export':
      only('to');
      if (!to) throw new UsageError('Name the file with --to.');
      return { name, store, to };
    case 'import':
      only('from');
      if (!from) throw new UsageError('Name what to import with --from.');
      return { name, store, from };
    default:
      throw new UsageError(name === undefined ? 'Name a command.' : `There is no command "${name}".`);
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
