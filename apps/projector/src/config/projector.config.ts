import { StoreSettings, storeSettingNames } from '@guildhall/contracts/operations/store-settings';
import { plainToInstance, Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Max, Min, MinLength, validateSync } from 'class-validator';
import { resolve } from 'node:path';

/** All settings of the projector, from the environment. A bad value stops the start with the full list. */
export class ProjectorConfig extends StoreSettings {
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
  ...storeSettingNames,
  dataDir: 'DATA_DIR',
  port: 'GUILDHALL_PROJECTOR_PORT',
  logLevel: 'GUILDHALL_LOG_LEVEL',
};

/** The environment holds values that the projector cannot use; `problems` has a line for each. */
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
