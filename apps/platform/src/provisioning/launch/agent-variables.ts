import { Inject, Injectable, Optional } from '@nestjs/common';
import { PlatformConfig } from '../../config/platform.config.js';

/** Variables of the platform's own environment that the operator gives to all agents, by name. */
@Injectable()
export class AgentVariables {
  private readonly given: ReadonlyMap<string, string>;

  /** Names in the setting that have no value are not given. */
  constructor(
    @Inject(PlatformConfig) config: Pick<PlatformConfig, 'agentVariables'>,
    @Optional() environment: NodeJS.ProcessEnv = process.env,
  ) {
    const names = config.agentVariables();
    this.given = new Map(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
  }

  has(name: string): boolean {
    return this.given.has(name);
  }

  /** By name. */
  all(): ReadonlyMap<string, string> {
    return this.given;
  }
}
