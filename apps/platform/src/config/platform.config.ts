import { StoreSettings, storeSettingNames } from '@guildhall/contracts';
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
import { resolve } from 'node:path';

const isServer = ({ store }: { store: string }): boolean => store === 'server';

const Numeric = () => Transform(({ value }: { value: unknown }) => Number(value));

/** Everything the platform can be told, from the environment. A bad value stops the start with the full list. */
export class PlatformConfig extends StoreSettings {
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
  @Matches(/^https?:\/\/[^\s/]+(:\d+)?$/, { message: 'must look like http://host:port without a path' })
  publicUrl?: string;

  /** Operator's bearer token for scripts; at least 16 characters. */
  @IsOptional()
  @MinLength(16)
  adminToken?: string;

  /** Comma-separated origins that may use the API from a browser, besides our own. */
  @IsOptional()
  @IsString()
  corsOrigins?: string;

  /**
   * Comma-separated networks (CIDR), or `loopback`, `private`, `public`, where agents may live; default: `loopback`,
   * with GUILDHALL_STORE=server `public`.
   */
  @IsOptional()
  @IsString()
  agentNetworks?: string;

  /** Lease of an agent that does not say how often it beats, in milliseconds. */
  @Numeric()
  @IsInt()
  @Min(1_000)
  @Max(3_600_000)
  agentLeaseMs = 90_000;

  /** How long a message may wait and be worked on altogether, in milliseconds. */
  @Numeric()
  @IsInt()
  @Min(1_000)
  @Max(30 * 24 * 3_600_000)
  messageTtlMs = 24 * 3_600_000;

  /** Longest time one delivery to an agent may take, in milliseconds. */
  @Numeric()
  @IsInt()
  @Min(1_000)
  @Max(3_600_000)
  agentTimeoutMs = 300_000;

  /**
   * Where agents of runtime `command` are started: `docker`, as local `process`es, nowhere (`off`), or `auto`: docker
   * when an engine answers that has the image of the agents, else as processes.
   */
  @IsIn(['auto', 'docker', 'process', 'off'])
  backend: 'auto' | 'docker' | 'process' | 'off' = 'auto';

  /** Image of agents in containers; `npm run agent-image` builds the default one. */
  @IsString()
  @MinLength(1)
  agentImage = 'guildhall/agent:latest';

  /**
   * Comma-separated images of agents of other runtimes, each with a program of its own that keeps the contract of
   * containers: `langgraph=registry.example/langgraph:1,claude-code=claude:2`.
   */
  @Matches(/^((?!command=|external=)[a-z0-9][a-z0-9-]{0,99}=[^\s,=]{1,255}(,(?=[a-z0-9]))?)*$/, {
    message: 'must look like langgraph=registry.example/langgraph:1, and name neither command nor external',
  })
  runtimeImages = '';

  imagesByRuntime(): ReadonlyMap<string, string> {
    const items = this.runtimeImages.split(',').filter((item) => item !== '');
    return new Map(items.map((item) => item.split('=') as [string, string]));
  }

  /** Tiers that agents may have, comma-separated. 3 and 4 take away walls between an agent and this machine. */
  @Matches(/^[1-4](,[1-4])*$/, { message: 'must look like 1,2' })
  allowedTiers = '1,2';

  /**
   * Comma-separated names of variables of the platform's own environment that every agent gets, such as keys of models;
   * without it an agent gets none of them.
   */
  @Matches(/^(?!(.*,)?(GUILDHALL_|ADMIN_TOKEN))([A-Z][A-Z0-9_]{0,127}(,[A-Z][A-Z0-9_]{0,127})*)?$/, {
    message: 'must look like OPENAI_API_KEY,GH_TOKEN, and name no setting of Guildhall itself',
  })
  agentEnv = '';

  agentVariables(): string[] {
    return this.agentEnv.split(',').filter((name) => name !== '');
  }

  /** Folder with templates of your own: `workspaces/<id>/config.yaml` and `organisations/<dir>/org.yaml` in it. */
  @IsOptional()
  @IsString()
  templatesDir?: string;

  /** Comma-separated folders of this machine below which a workspace_dir may lie. */
  @IsString()
  workspaceFolders = '';

  /**
   * How long an agent may take from its start until it is online, in milliseconds; a runtime may have its own:
   * `120000,claude-code=600000`.
   */
  @Matches(/^\d{4,7}(,[a-z0-9-]{1,100}=\d{4,7})*$/, { message: 'must look like 120000,claude-code=600000' })
  startTimeoutMs = '120000';

  startTimeoutOf(runtime: string): number {
    const [all = '120000', ...own] = this.startTimeoutMs.split(',');
    return Number(own.find((item) => item.startsWith(`${runtime}=`))?.split('=')[1] ?? all);
  }

  /** An agent of ours without work for so long is put to sleep until the next message, in milliseconds; 0: never. */
  @Numeric()
  @IsInt()
  @Min(0)
  @Max(30 * 24 * 3_600_000)
  hibernateAfterMs = 0;

  /** A terminal in which nothing is typed is closed after this, in milliseconds. */
  @Numeric()
  @IsInt()
  @Min(1_000)
  @Max(24 * 3_600_000)
  terminalIdleMs = 1_800_000;

  /** `1` imports the demo organisation into an empty installation. */
  @IsIn(['0', '1'])
  demo: '0' | '1' = '0';

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  logLevel = 'info';

  /** 32 bytes in base64 that wrap all data keys; absent: a file in the data directory, which `server` does not have. */
  @ValidateIf((config: PlatformConfig) => isServer(config) || config.masterKey !== undefined)
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: 'must be 32 bytes in base64 (openssl rand -base64 32)' })
  masterKey?: string;
}

const names: Record<Exclude<keyof PlatformConfig, 'startTimeoutOf' | 'agentVariables' | 'imagesByRuntime'>, string> = {
  ...storeSettingNames,
  dataDir: 'DATA_DIR',
  port: 'PORT',
  host: 'HOST',
  publicUrl: 'GUILDHALL_PUBLIC_URL',
  adminToken: 'ADMIN_TOKEN',
  corsOrigins: 'CORS_ORIGINS',
  agentNetworks: 'GUILDHALL_AGENT_NETWORKS',
  agentLeaseMs: 'GUILDHALL_AGENT_LEASE_MS',
  messageTtlMs: 'GUILDHALL_MESSAGE_TTL_MS',
  agentTimeoutMs: 'GUILDHALL_AGENT_TIMEOUT_MS',
  backend: 'GUILDHALL_BACKEND',
  agentImage: 'GUILDHALL_AGENT_IMAGE',
  runtimeImages: 'GUILDHALL_RUNTIME_IMAGES',
  allowedTiers: 'GUILDHALL_ALLOWED_TIERS',
  agentEnv: 'GUILDHALL_AGENT_ENV',
  templatesDir: 'GUILDHALL_TEMPLATES_DIR',
  workspaceFolders: 'GUILDHALL_WORKSPACE_FOLDERS',
  startTimeoutMs: 'GUILDHALL_START_TIMEOUT_MS',
  hibernateAfterMs: 'GUILDHALL_HIBERNATE_AFTER_MS',
  terminalIdleMs: 'GUILDHALL_TERMINAL_IDLE_MS',
  demo: 'GUILDHALL_DEMO',
  logLevel: 'GUILDHALL_LOG_LEVEL',
  masterKey: 'GUILDHALL_MASTER_KEY',
};

/** The start was told something it cannot use; `problems` has a line for each. */
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
  if (problems.length > 0) throw new ConfigurationError(problems);
  config.dataDir = resolve(config.dataDir);
  if (config.templatesDir !== undefined) config.templatesDir = resolve(config.templatesDir);
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
  'GUILDHALL_TEST_MONGODB',
  'GUILDHALL_TEST_DOCKER',
]);
