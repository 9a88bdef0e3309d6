import {
  type Cause,
  causeSentence,
  GuildhallError,
  type RecordedEvent,
  type TerminalEnded,
} from '@guildhall/contracts';
import type { Logger } from 'pino';
import type { Principal } from '../../commands/command-meta.js';
import type { AgentFilesService } from '../../files/agent-files.service.js';
import type { LogFollower } from '../../log/log-follower.js';
import type { OrgGraphs } from '../../graph/org-graphs.js';
import type { TerminalSession as Tty } from '../../backend-port/backend.js';
import type { TerminalConnection } from './terminal-connection.js';
import type { TerminalLimit } from './terminal-limit.js';
import type { TerminalRecord } from '../terminal-record.js';
import { TerminalClosings } from './terminal-closings.js';
import { TerminalEngines } from './terminal-engines.js';
import { TerminalSessions } from './terminal-sessions.js';

const size = { columns: 80, rows: 24 };

/** Sessions over an engine that opens a terminal when the test says so. */
const sessionsOf = () => {
  const state = { status: 'online', closed: 0, ended: [] as TerminalEnded[], causes: [] as string[] };
  let hear: (events: readonly RecordedEvent[]) => void = () => undefined;
  const tty = {
    onOutput: () => undefined,
    onEnd: () => undefined,
    close: () => void (state.closed += 1),
  } as unknown as Tty;
  let [openTty, asked] = [(_: Tty): void => undefined, (): void => undefined];
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const engine = {
    openTerminal: () => {
      asked();
      return new Promise<Tty>((resolve) => (openTty = resolve));
    },
  };
  const record = {
    opened: () => Promise.resolve(),
    closed: (_: object, { cause }: { cause: Cause }) => Promise.resolve(void state.causes.push(causeSentence(cause))),
  };
  const graphs = { find: () => ({ status: state.status, removed: null }) } as unknown as OrgGraphs;
  const sessions = new TerminalSessions(
    new TerminalEngines({ engineOf: () => engine } as unknown as AgentFilesService, graphs),
    { within: (_: string, opens: () => Promise<unknown>) => opens() } as unknown as TerminalLimit,
    record as unknown as TerminalRecord,
    { terminalIdleMs: 60_000 },
    { error: () => undefined } as unknown as Logger,
  );
  const follower = { listen: (listener: typeof hear) => void (hear = listener) } as unknown as LogFollower;
  new TerminalClosings(follower, sessions, graphs);
  const connection: TerminalConnection = {
    id: 'connection',
    who: { org: 'o' } as Principal,
    send: () => undefined,
    ended: (end) => void state.ended.push(end),
    unsent: () => 0,
  };
  const happens = (type: string, workspaceId = 'w'): void => hear([{ type, data: { workspaceId } } as RecordedEvent]);
  const open = () => sessions.open({ workspaceId: 'w', ...size }, connection);
  return { sessions, state, happens, open, isAsked, opensTty: () => openTty(tty) };
};

describe('the terminals of a workspace', () => {
  it.each([
    ['WorkspacePaused', 'the workspace was paused'],
    ['WorkspaceHibernated', 'the agent went to sleep'],
    ['BackendStopped', 'the agent ended'],
    ['ProvisioningFailed', 'the agent could not be started'],
    ['RestartRequested', 'the agent is restarted'],
  ])('end with %s', async (type, reason) => {
    const { state, happens, open, isAsked, opensTty } = sessionsOf();
    const opening = open();
    await isAsked;
    opensTty();
    const session = await opening;
    happens(type, 'another one');
    expect(state.ended).toEqual([]);
    happens(type);
    expect(state.ended).toEqual([{ session, exitCode: null, reason }]);
    expect(state.closed).toBe(1);
    expect(state.causes).toEqual([reason]);
  });

  it.each([
    ['paused', 'WorkspacePaused', 'WORKSPACE_PAUSED', 'the workspace was paused'],
    ['online', 'BackendStopped', 'AGENT_NOT_RUNNING', 'the agent ended'],
  ])('are not opened when the workspace is %s by then', async (status, type, code, cause) => {
    const { state, happens, open, isAsked, opensTty } = sessionsOf();
    const opening = open().catch((error: GuildhallError) => error.code);
    await isAsked;
    state.status = status;
    happens(type);
    opensTty();
    expect(await opening).toBe(code);
    expect(state.closed).toBe(1);
    expect(state.causes).toEqual([cause]);
    happens(type);
    expect(state.causes).toEqual([cause]);
  });

  it('are not opened for a connection that broke meanwhile', async () => {
    const { sessions, state, open, isAsked, opensTty } = sessionsOf();
    const opening = open().catch((error: GuildhallError) => error.code);
    await isAsked;
    sessions.gone('connection');
    opensTty();
    await opening;
    expect(state.closed).toBe(1);
    expect(state.causes).toEqual(['the connection broke']);
  });
});
