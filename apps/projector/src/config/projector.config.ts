import { plainToInstance, Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Matches, Max, Min, MinLength, ValidateIf, validateSync } from 'class-validator';
import { resolve } from 'node:path';

const isServer = ({ store }: { store: string }): boolean => store === 'server';

/** Everything the projector can be told, from the environment. A bad value stops the start with the full list. */
export class ProjectorConfig {
  /** `embedded`: files in the data directory. `server`: EventStoreDB and MongoDB, with any number of projectors. */
  @IsIn(['embedded', 'server'])
  store: 'embedded' | 'server' = 'embedded';

  /** Connection string of EventStoreDB (`esdb://…`); only with `server`. */
  @ValidateIf(isServer)
  @Matches(/^(esdb|kurrentdb)(\+discover)?:\/\/\S+$/, {
    message: 'must be an esdb:// address when GUILDHALL_STORE is server',
  })
  eventStoreUrl?: string;

  /** Connection string of MongoDB (`mongodb://…`); only with `server`. */
  @ValidateIf(isServer)
  @Matches(/^mongodb(\+srv)?:\/\/\S+$/, { message: 'must be a mongodb:// address when GUILDHALL_STORE is server' })
  mongoUrl?: string;

  /** Database of MongoDB that holds views, leases and blobs. */
  @Matches(/^[\w-]{1,47}$/, { message: 'must be 1 to 47 letters, digits, - or _' })
  mongoDatabase = 'guildhall';

  /** Folder of log, views, leases and blobs. */
  @IsString()
  @MinLength(1)
  dataDir: string = '.guildhall';

  /** TCP port on 127.0.0.1 of health and metrics; 0: none. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 0;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  logLevel = 'info';
}

const names: Record<keyof ProjectorConfig, string> = {
  store: 'GUILDHALL_STORE',
  eventStoreUrl: 'EVENTSTORE_URL',
  mongoUrl: 'MONGODB_URL',
  mongoDatabase: 'MONGODB_DATABASE',
  dataDir: 'DATA_DIR',
  port: 'GUILDHALL_PROJECTOR_PORT',
  logLevel: 'GUILDHALL_LOG_LEVEL',
};

/** The start was told something it cannot use; `problems` has a line for each. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used: ${problems.join('; ')}`);
    this.name = 'ConfigurationError';
  }
}

/** Reads and checks the environment; throws `ConfigurationError` with every problem at once. */
export const readProjectorConfig = (env: NodeJS.ProcessEnv): ProjectorConfig => {
  const given = Object.entries(names).flatMap(([field, name]) => (env[name] ? [[field, env[name]]] : []));
  const config = plainToInstance(ProjectorConfig, Object.fromEntries(given) as object);
  const problems = validateSync(config).flatMap((error) =>
    Object.values(error.constraints ?? {}).map((text) => `${names[error.property as keyof ProjectorConfig]}: ${text}`),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
  config.dataDir = resolve(config.dataDir);
  return config;
};
