import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Cause } from '@guildhall/contracts';
import { Installation, logInWith, until } from '@guildhall/testing';
import { TerminalUser } from './harness/terminal.ts';

const idleMs = 4_000;

interface HistoryItem {
  type: string;
  actor: { kind: string; id: string };
  data: { sessionId: string; workspaceId: string; cause?: Cause; exitCode?: number | null };
}

describe('a terminal beside an agent', { timeout: 100_000 }, () => {
  let installation: Installation;
  let id: string;
  let users: TerminalUser[] = [];

  const created = async (body: object): Promise<{ id: string; connection?: { auth_token: string } }> =>
    (await installation.request<{ id: string }>('POST', '/workspaces', body)).body;
  const isOnline = (workspace: string): Promise<unknown> =>
    until('the agent to be online', async () => {
      const { body } = await installation.request<{ status: string }>('GET', `/workspaces/${workspace}`);
      return body.status === 'online';
    });
  const user = async (
    credential: { token?: string; cookie?: string; page?: string } = { token: installation.adminToken },
  ) => {
    const person = new TerminalUser(installation, credential);
    users.push(person);
    return { person, refusal: await person.admitted() };
  };
  const atWork = async (workspaceId = id): Promise<TerminalUser> => {
    const { person } = await user();
    const answer = await person.open({ workspaceId });
    assert.ok(answer.ok, JSON.stringify(answer));
    return person;
  };
  const recorded = async (session: string): Promise<HistoryItem[]> => {
    const { body } = await installation.request<{ items: HistoryItem[] }>(
      'GET',
      '/history?type=TerminalOpened,TerminalClosed&limit=200',
    );
    return body.items.filter(({ data }) => data.sessionId === session);
  };
  const closedIn = (session: string): Promise<HistoryItem> =>
    until('the end to be recorded', async () =>
      (await recorded(session)).find(({ type }) => type === 'TerminalClosed'),
    );

  before(async () => {
    installation = await Installation.started({
      GUILDHALL_TERMINAL_IDLE_MS: String(idleMs),
      GUILDHALL_BACKEND: 'process',
    });
    id = (await created({ name: 'Coder', runtime: 'command', command: 'cat' })).id;
    await isOnline(id);
  });
  afterEach(() => {
    for (const person of users) person.leave();
    users = [];
  });
  after(() => installation?.remove());

  it('runs commands in the folder of the agent, without its token', async () => {
    const person = await atWork();
    await person.type('echo "sum $((40 + 2))"; pwd; echo "config $WORKSPACE_CONFIG_PATH"; env | grep -c TOKEN');
    await person.sees(/sum 42/);
    await person.sees(new RegExp(`/agents/${id}/workspace`));
    await person.sees(new RegExp(`config .*/agents/${id}/configs`));
    await person.sees(/\n0\r?\n/);
  });

  it('has the size of the window', async () => {
    const person = await atWork();
    await person.ask('resize', { columns: 132, rows: 43 });
    await person.type('stty size');
    await person.sees(/43 132/);
    const refused = await person.ask('resize', { columns: 0, rows: 43 });
    assert.equal(refused.error?.code, 'VALIDATION_FAILED');
  });

  it('is recorded with its actor and how it ended', async () => {
    const person = await atWork();
    await person.type('exit 3');
    const end = await person.isEnded();
    assert.deepEqual([end.exitCode, end.reason], [3, 'the shell ended']);
    const closed = await closedIn(person.session);
    const opened = (await recorded(person.session)).find(({ type }) => type === 'TerminalOpened');
    assert.deepEqual(opened?.actor, { kind: 'operator', id: 'admin' });
    assert.deepEqual([closed.data.exitCode, closed.data.cause?.code, closed.data.workspaceId], [3, 'shell_ended', id]);
  });

  it('ends every process started in it', async () => {
    const person = await atWork();
    await person.type('setsid sleep 987 & sleep 986 & disown; sleep 985');
    const sleeping = (): number[] =>
      readdirSync('/proc')
        .filter((pid) => /^\d+$/.test(pid) && ['985', '986'].some((time) => commandOf(pid) === `sleep ${time}`))
        .map(Number);
    await until('both to run', () => sleeping().length === 2);
    await person.ask('close');
    await until('both to be gone', () => sleeping().length === 0);
    assert.equal((await closedIn(person.session)).actor.id, 'admin');
    for (const pid of readdirSync('/proc')) if (commandOf(pid) === 'sleep 987') process.kill(Number(pid), 'SIGKILL');
  });

  it('refuses agent tokens, and sessions of another connection', async () => {
    const other = await created({ name: 'Laptop', external: true });
    assert.equal((await user({ token: other.connection?.auth_token ?? '' })).refusal, 'FORBIDDEN');
    assert.equal((await user({ token: 'guessed' })).refusal, 'UNAUTHENTICATED');
    const mine = await atWork();
    const { person } = await user();
    const refused = await person.ask('input', { session: mine.session, data: 'id\n' });
    assert.equal(refused.error?.code, 'TERMINAL_UNKNOWN');
    const external = await person.open({ workspaceId: other.id });
    assert.equal(external.ok ? '' : external.error.code, 'BACKEND_HAS_NO_TERMINAL');
    const bad = await person.open({ workspaceId: 'x' });
    assert.equal(bad.ok ? '' : bad.error.code, 'VALIDATION_FAILED');
  });

  it('is limited to four at a time', async () => {
    const { person } = await user();
    const answers = await Promise.all(Array.from({ length: 6 }, () => person.open({ workspaceId: id })));
    assert.equal(answers.filter(({ ok }) => ok).length, 4);
    assert.deepEqual(
      answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code])),
      ['TERMINAL_LIMIT', 'TERMINAL_LIMIT'],
    );
  });

  it('delivers a large output completely', async () => {
    const person = await atWork();
    await person.type('head -c 30000000 /dev/zero | tr "\\0" x; echo; echo done-$((1 + 1))');
    // On a busy machine the output takes longer than the idle limit of this suite, so the person keeps typing.
    const typing = setInterval(() => void person.ask('input', { data: '\n' }), idleMs / 4);
    await until('the whole output to arrive', () => person.bytes > 30_000_000, { timeoutMs: 120_000 }).finally(() =>
      clearInterval(typing),
    );
  });

  it('ends when it is idle, and with its credential', async () => {
    const idle = await atWork();
    const { cookie, page, headers } = await logInWith(installation.url, installation.loginLink);
    const { person, refusal } = await user({ cookie, page });
    assert.equal(refusal, null);
    assert.ok((await person.open({ workspaceId: id })).ok);
    await installation.fetch('/session/logout', { method: 'POST', headers });
    await until('the connection to be closed', () => !person.isConnected);
    assert.equal((await closedIn(person.session)).data.cause?.code, 'connection_broken');
    assert.equal((await idle.isEnded()).reason, `no input for ${idleMs / 1_000} s`);
  });

  it('ends when the workspace is paused or removed', async () => {
    const other = await created({ name: 'Short', runtime: 'command', command: 'cat' });
    await isOnline(other.id);
    const first = await atWork(other.id);
    await installation.request('POST', `/workspaces/${other.id}/pause`);
    assert.equal((await first.isEnded()).reason, 'the workspace was paused');
    const { person } = await user();
    const paused = await person.open({ workspaceId: other.id });
    assert.equal(paused.ok ? '' : paused.error.code, 'WORKSPACE_PAUSED');
    await installation.request('POST', `/workspaces/${other.id}/resume`);
    await isOnline(other.id);
    const second = await atWork(other.id);
    await installation.request('DELETE', `/workspaces/${other.id}?confirm=true`);
    assert.equal((await second.isEnded()).reason, 'the workspace was removed');
  });

  it('is recorded as closed by the next platform when this one is killed', async () => {
    const person = await atWork();
    await installation.killAll('platform');
    installation.start('platform');
    await installation.ready();
    const closed = await closedIn(person.session);
    assert.deepEqual([closed.data.cause?.code, closed.actor.kind], ['platform_ended', 'system']);
  });
});

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return '';
  }
};
