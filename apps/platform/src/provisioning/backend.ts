/** What a backend needs to start an agent. */
export interface AgentStart {
  workspaceId: string;
  incarnation: number;
  name: string;
  tier: number;
  command: string;
  /** Where the agent's program runs; null: in a home of its own. */
  workspaceDir: string | null;
  /** Of this incarnation only; handed over by environment, never on a command line. */
  token: string;
  platformUrl: string;
}

export interface BackendExit {
  workspaceId: string;
  incarnation: number;
  exitCode: number | null;
  signal: string | null;
}

export interface RunningAgent {
  workspaceId: string;
  incarnation: number;
  pid: number;
  /** True when it was found running, not started now. */
  adopted: boolean;
}

/** Where agents run. `start` is idempotent: what runs already for that incarnation is adopted, never started twice. */
export interface AgentBackend {
  readonly name: string;
  readonly runtimes: readonly string[];
  start(start: AgentStart): Promise<RunningAgent>;
  /** What runs now, also from before a crash of the platform. */
  running(): Promise<RunningAgent[]>;
  stop(workspaceId: string): Promise<void>;
  onExit(listener: (exit: BackendExit) => void): void;
  close(): Promise<void>;
}
