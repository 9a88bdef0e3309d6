import { storeSettingNames } from '@guildhall/contracts/operations/store-settings';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
  validateSync,
} from 'class-validator';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AreOrigins, IsOrigin } from './addresses.js';
import { AgentSettings, agentSettingNames, Numeric, type AgentSettingReadings } from './agent-settings.js';

const isServer = ({ store }: { store: string }): boolean => store === 'server';

/** All settings of the platform, from the environment. A bad value stops the start with the full list of problems. */
export class PlatformConfig extends AgentSettings {
  /** Folder of log, views, keys and agents. */
  @IsString()
  @MinLength(1)
  dataDir: string = '.guildhall';

  /** TCP port of REST, canvas and live feed; 0 takes a free one. */
  @Numeric()
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 8080;

  /** Address to listen on. */
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  /** Address under which agents and people reach this platform; default: made of host and port. */
  @IsOptional()
  @IsOrigin({ message: 'must look like http://host:port without a path' })
  publicUrl?: string;

  /** Operator's bearer token for scripts; blanks and line ends around it are not part of it. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @Matches(/^[\x21-\x7e]{16,512}$/, { message: 'must be 16 to 512 letters, digits or signs of ASCII without a blank' })
  adminToken?: string;

  /** Comma-separated origins that may use the API from a browser, besides our own. */
  @IsOptional()
  @AreOrigins({ message: 'must look like https://pages.example,http://localhost:3000' })
  corsOrigins?: string;

  /** Requests, and messages over sockets, that one credential of people or services may send in a second. */
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  requestsPerSecond = 10_000;

  /** The same for the token of a workspace. */
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  agentRequestsPerSecond = 200;

  /** `1` imports the demo organisation into an empty installation. */
  @IsIn(['0', '1'])
  demo: '0' | '1' = '0';

  /** `1`: the log was put back from a backup, and may end before the place where the last run left it. */
  @IsIn(['0', '1'])
  logRestored: '0' | '1' = '0';

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  logLevel = 'info';

  /** 32 bytes in base64 that wrap all data keys; absent: a file in the data directory, which `server` does not have. */
  @ValidateIf((config: PlatformConfig) => isServer(config) || config.masterKey !== undefined)
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: 'must be 32 bytes in base64 (openssl rand -base64 32)' })
  masterKey?: string;
}

const names: Record<Exclude<keyof PlatformConfig, AgentSettingReadings>, string> = {
  ...storeSettingNames,
  ...agentSettingNames,
  dataDir: 'DATA_DIR',
  port: 'PORT',
  host: 'HOST',
  publicUrl: 'GUILDHALL_PUBLIC_URL',
  adminToken: 'ADMIN_TOKEN',
  corsOrigins: 'CORS_ORIGINS',
  requestsPerSecond: 'GUILDHALL_REQUESTS_PER_SECOND',
  agentRequestsPerSecond: 'GUILDHALL_AGENT_REQUESTS_PER_SECOND',
  demo: 'GUILDHALL_DEMO',
  logRestored: 'GUILDHALL_LOG_RESTORED',
  logLevel: 'GUILDHALL_LOG_LEVEL',
  masterKey: 'GUILDHALL_MASTER_KEY',
};

/** Some settings cannot be used; `problems` has a line for each. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used: ${problems.join('; ')}`);
    this.name = 'ConfigurationError';
  }
}

/** Reads and checks the whole environment; throws `ConfigurationError` with every problem at once. */
export const readPlatformConfig = (env: NodeJS.ProcessEnv): PlatformConfig => {
  const given = Object.entries(names).flatMap(([field, name]) => (env[name] ? [[field, env[name]]] : []));
  const config = plainToInstance(PlatformConfig, Object.fromEntries(given) as object);
  const problems = validateSync(config).flatMap((error) =>
    Object.values(error.constraints ?? {}).map((text) => `${names[error.property as keyof typeof names]}: ${text}`),
  );
  const known = new Set(Object.values(names));
  const mistyped = Object.keys(env).filter(
    (name) => name.startsWith('GUILDHALL_') && !known.has(name) && !foreign.has(name),
  );
  problems.push(...mistyped.map((name) => `${name}: there is no such setting`));
  config.dataDir = resolve(config.dataDir);
  if (config.templatesDir !== undefined) {
    config.templatesDir = resolve(config.templatesDir);
    if (!existsSync(config.templatesDir)) problems.push(`${names.templatesDir}: there is no ${config.templatesDir}`);
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
};

/** Settings of the other programs that may stand in the same environment. */
const foreign = new Set([
  'GUILDHALL_PROJECTOR_PORT',
  'GUILDHALL_WORKSPACE_TOKEN',
  'GUILDHALL_COMMAND',
  'GUILDHALL_INCARNATION',
  'GUILDHALL_ALL_TESTS',
  'GUILDHALL_TEST_EVENTSTORE',
  'GUILDHALL_TEST_EVENTSTORE_COMMAND',
  'GUILDHALL_TEST_MONGODB',
  'GUILDHALL_TEST_DOCKER',
]);
