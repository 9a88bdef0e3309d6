import type { Access, Cause, ErrorCode, GuildhallError, TerminalSize } from '@guildhall/contracts';
import type { AgentFiles } from '@guildhall/agent-files';

/** What a backend needs to start an agent. */
export interface AgentStart {
  workspaceId: string;
  incarnation: number;
  name: string;
  tier: number;
  runtime: string;
  /** Program that answers; null: the image of the runtime brings it. */
  command: string | null;
  access: Access;
  /** Folder of the host that becomes the agent's `/workspace`, as `access` says; null: one of its own. */
  workspaceDir: string | null;
  /** Begin without what an earlier session of the agent left in its home. */
  reset: boolean;
  /** What the operator gives to all agents, by name. */
  variables: ReadonlyMap<string, string>;
  /** Of this incarnation only; handed over by environment or file, never on a command line. */
  token: string;
}

/** In the environment of an agent: the variables, and their names for its runtime. What a backend says itself comes after. */
export const givenVariables = ({ variables }: Pick<AgentStart, 'variables'>): Record<string, string> =>
  variables.size === 0
    ? {}
    : { ...Object.fromEntries(variables), GUILDHALL_AGENT_ENV: [...variables.keys()].join(',') };

/** What the engine knows a running agent by. */
export type AgentHandle = { kind: 'process'; pid: number } | { kind: 'container'; containerId: string; image: string };

export interface RunningAgent {
  workspaceId: string;
  incarnation: number;
  handle: AgentHandle;
  /** True when it was found running, not started now. */
  adopted: boolean;
}

/** The end of an agent that a backend noticed. */
export interface BackendExit {
  workspaceId: string;
  incarnation: number;
  exitCode: number | null;
  signal: string | null;
  cause: Cause;
}

/** Why the process or container of an agent ended, by its exit code and signal. */
export const exitCause = (place: 'process' | 'container', exitCode: number | null, signal: string | null): Cause => {
  if (signal !== null) return { code: 'ended_by_signal', details: { place, signal } };
  if (exitCode === null) return { code: 'ended_unseen', details: { place } };
  return { code: 'ended_with_code', details: { place, exitCode } };
};

/** A piece of an agent's output; offsets in bytes since its start, `to` is where the next piece begins. */
export interface OutputPiece {
  from: number;
  to: number;
  text: string;
}

/** A real TTY next to an agent. */
export interface TerminalSession {
  write(input: string): void;
  /** Bytes of input that the program has not been given yet, because it does not read them. */
  unread(): number;
  resize(size: TerminalSize): void;
  onOutput(listener: (output: Buffer) => void): void;
  /** Lets the program wait with its output until `resume`; what was on its way may still come. */
  pause(): void;
  resume(): void;
  /** Called once, also after `close`. */
  onEnd(listener: (exitCode: number | null) => void): void;
  close(): void;
}
/** Why a backend could not do what it was asked, with a code of the error registry. */
export class BackendFailure extends Error {
  /** `passing`: the same may work later without a change, for example when the engine is back. */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly passing: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'BackendFailure';
  }

  /** A failure that stays until a person changes something. `cause` is the refusal with its details. */
  static of(refusal: GuildhallError): BackendFailure {
    return new BackendFailure(refusal.code, refusal.message, false, { cause: refusal });
  }
}

/** How people and the platform reach into the place of an agent. */
export interface AgentAccess {
  /** Its files, also while it does not run. */
  files(workspaceId: string): AgentFiles;
  /** A shell where the agent runs. Throws AGENT_NOT_RUNNING. */
  openTerminal(workspaceId: string, size: TerminalSize): Promise<TerminalSession>;
}

/** All that the platform can do with one engine. */
export type AgentEngine = AgentBackend & AgentAccess;

/** Where agents run. Every operation can be repeated: after a crash it is unknown how far the one before got. */
export interface AgentBackend {
  readonly name: 'process' | 'docker';
  readonly runtimes: readonly string[];
  /** Null: it answers; else a sentence that says why not. Never throws. */
  check(): Promise<string | null>;
  /** What runs already for that incarnation is adopted, an older one is ended first, nothing is ever started twice. */
  start(start: AgentStart): Promise<RunningAgent>;
  /** Workspaces of which anything is there: files, output, what runs. `purge` takes it away. */
  kept(): Promise<string[]>;
  /** What runs now, also from before a crash of the platform. */
  running(): Promise<RunningAgent[]>;
  /** Resolves when nothing of it runs any more: asked first, killed after five seconds. Its files stay. */
  stop(workspaceId: string): Promise<void>;
  /** Stops it and takes away everything that was kept for it. */
  purge(workspaceId: string): Promise<void>;
  onExit(listener: (exit: BackendExit) => void): void;
  /** Base address at which this platform reaches the agent's own port; null: the one that the agent says. */
  addressOf(workspaceId: string): Promise<string | null>;
  /** What it wrote from `after` on, at most `limit` bytes; a negative `after` counts from the end. Empty when there is nothing. */
  output(workspaceId: string, after: number, limit: number): Promise<OutputPiece>;
  /** Disconnects from the engine; the agents keep running. */
  close(): Promise<void>;
}
