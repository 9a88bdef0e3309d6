import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HospitablePlatform, SomeFolders, startOf, until } from '../../backend-port/agent-place.suite.js';
import type { AgentStart } from '../../backend-port/backend.js';
import { processesWith, variableOf } from './kernel/process-environ.js';
import { ProcessBackend } from './process-backend.js';

const entry = fileURLToPath(new URL('../../../../../dist/runtime/main.js', import.meta.url));
/** Goes on until it is killed. */
const deaf = `sh -c 'trap "" TERM HUP; while :; do sleep 1000; done'`;

describe('what runs for a process agent in sessions of its own', () => {
  let directory: string;
  let folders: SomeFolders;
  let platform: HospitablePlatform;
  let backend: ProcessBackend;

  const open = () =>
    new ProcessBackend({ directory, entry, platformUrl: () => platform.url, folders: folders.givable });
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'guildhall-agents-'));
    folders = new SomeFolders();
    platform = await HospitablePlatform.at('127.0.0.1');
  });
  beforeEach(() => {
    backend = open();
  });
  afterEach(async () => {
    const running = await backend.running();
    await Promise.all(running.map(({ workspaceId }) => backend.purge(workspaceId)));
    await backend.close();
  }, 20_000);
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    folders.remove();
    await platform.close();
  });

  const allOf = ({ workspaceId }: AgentStart) => processesWith([`WORKSPACE_ID=${workspaceId}`]);
  const programsOf = (start: AgentStart) =>
    allOf(start).filter((pid) => variableOf(pid, 'GUILDHALL_MESSAGE_ID') !== null);
  /** An agent whose program is at work; the number is its process. */
  const atWork = async (more: Partial<AgentStart> = {}): Promise<{ start: AgentStart; pid: number }> => {
    const start = startOf(1, { command: deaf, ...more });
    const { handle } = await backend.start(start);
    const parts = [{ kind: 'text', text: 'work' }];
    const params = { message: { kind: 'message', role: 'user', messageId: start.token, parts } };
    fetch(await platform.arrival(start.token), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'message/send', params }),
    }).catch(() => undefined);
    await until(
      () => programsOf(start),
      (found) => found.length > 1,
    );
    return { start, pid: handle.kind === 'process' ? handle.pid : 0 };
  };

  it('ends when the agent is killed, without a next start', async () => {
    const { start, pid } = await atWork();
    process.kill(pid, 'SIGKILL');
    await until(
      () => allOf(start),
      (all) => all.length === 0,
    );
  });

  it('ends when the agent is killed that a platform has only found running', async () => {
    const { start, pid } = await atWork();
    await backend.close();
    backend = open();
    await backend.running();
    process.kill(pid, 'SIGKILL');
    await until(
      () => allOf(start),
      (all) => all.length === 0,
    );
  });

  it.each(['stop', 'purge'] as const)(
    'is gone when %s resolves, also when the agent was killed before',
    async (how) => {
      const { start, pid } = await atWork();
      await backend.close();
      process.kill(pid, 'SIGKILL');
      backend = open();
      expect(programsOf(start)).not.toEqual([]);
      await backend[how](start.workspaceId);
      expect(allOf(start)).toEqual([]);
    },
  );

  it('is gone when stop resolves: an agent that does not hear, and what left its terminal', async () => {
    const { start, pid } = await atWork();
    const terminal = await backend.openTerminal(start.workspaceId, { columns: 80, rows: 24 });
    terminal.write('setsid nohup sleep 1000 &\r');
    await until(
      () => allOf(start).filter((one) => variableOf(one, 'TERM') !== null),
      (found) => found.length > 1,
    );
    process.kill(pid, 'SIGSTOP');
    await backend.stop(start.workspaceId);
    expect(allOf(start)).toEqual([]);
  }, 20_000);

  it('leaves alone what the next start began, and the programs of other agents', async () => {
    const [first, other] = [await atWork(), await atWork()];
    process.kill(first.pid, 'SIGKILL');
    const next = await atWork({ ...first.start, incarnation: 2, token: startOf(2).token });
    expect(
      processesWith([`WORKSPACE_ID=${first.start.workspaceId}`, `GUILDHALL_WORKSPACE_TOKEN=${first.start.token}`]),
    ).toEqual([]);
    expect(programsOf(next.start)).not.toEqual([]);
    expect(programsOf(other.start)).not.toEqual([]);
  });
});
