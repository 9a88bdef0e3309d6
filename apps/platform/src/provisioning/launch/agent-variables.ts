/** Variables of the platform's own environment that the operator gives to all agents, by name. */
export class AgentVariables {
  private readonly given: ReadonlyMap<string, string>;

  /** `names`: as the setting lists them; those without a value are not given. */
  constructor(names: readonly string[], environment: NodeJS.ProcessEnv) {
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
