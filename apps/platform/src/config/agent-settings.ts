import { StoreSettings } from '@guildhall/contracts/operations/store-settings';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';

export const Numeric = () => Transform(({ value }: { value: unknown }) => Number(value));

/** How agents are started, reached, limited and given up, from the environment. */
export class AgentSettings extends StoreSettings {
  /**
   * Comma-separated networks (CIDR), or `loopback`, `private`, `public`, where agents may live; default: `loopback`,
   * with GUILDHALL_STORE=server `public`.
   */
  @IsOptional()
  @IsString()
  agentNetworks?: string;

  /** Lease of an agent that does not say how often it sends heartbeats, in milliseconds. */
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

  tiers(): readonly number[] {
    return this.allowedTiers.split(',').map(Number);
  }

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
}

/** What reads several values out of one setting. */
export type AgentSettingReadings = 'startTimeoutOf' | 'agentVariables' | 'imagesByRuntime' | 'tiers';

export const agentSettingNames: Record<
  Exclude<keyof AgentSettings, keyof StoreSettings | AgentSettingReadings>,
  string
> = {
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
};
