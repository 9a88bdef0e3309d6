import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, describe, it } from 'node:test';
import { openEmbeddedEventStore } from '@guildhall/event-store';
import {
  fact,
  Installation,
  inVersion,
  nullWhenUnreachable,
  projectRoot,
  recordedLog,
  until,
} from '@guildhall/testing';

/** Every file that is broken here is one of an embedded store. */
const skip = process.env['GUILDHALL_E2E_STORES'] === 'server' ? 'its faults are those of embedded stores' : false;
const needsRoot = process.getuid?.() === 0 ? false : 'needs root to mount a small file system';
const entry = join(projectRoot, 'dist/apps/platform/main.js');

const startOnce = (environment: Record<string, string>): { status: number | null; sentence: string } => {
  const { status, stderr } = spawnSync(process.execPath, [entry], {
    env: { PATH: process.env['PATH'], ...environment },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, sentence: stderr.trim().split('\n').at(-1) ?? '' };
};

describe('faults at startup', { skip }, () => {
  let installation: Installation;
  after(() => installation?.remove());

  it('a second process on the same data names the first one and exits', async () => {
    installation = await Installation.started();
    const { status, sentence } = startOnce({ DATA_DIR: installation.dataDir, PORT: '0' });
    assert.equal(status, 75);
    assert.match(sentence, /in use by process \d+ on .+ since .+ DATA_DIR/);
  });

  it('a port in use is reported with its process and a way to choose another', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-e2e-'));
    const { status, sentence } = startOnce({ DATA_DIR: dataDir, PORT: String(installation.port) });
    assert.equal(status, 76);
    assert.match(
      sentence,
      new RegExp(`Port ${installation.port} is taken by process \\d+ .*PORT=${installation.port + 1} npm start`),
    );
    rmSync(dataDir, { recursive: true });
  });

  it('invalid settings stop the start and are all listed', () => {
    const { status, sentence } = startOnce({ PORT: 'eighty', ADMIN_TOKEN: 'short', GUILDHALL_NOTHING: '1' });
    assert.equal(status, 78);
    for (const name of ['PORT', 'ADMIN_TOKEN', 'GUILDHALL_NOTHING']) assert.match(sentence, new RegExp(name));
  });

  it('an event of a newer version stops the start, by name', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-e2e-'));
    const log = await openEmbeddedEventStore({ directory: join(dataDir, 'log') });
    await log.append(
      'workspace-new',
      recordedLog([fact('WorkspaceCreated')]).map((event) => inVersion(event)),
      'none',
    );
    await log.close();
    const { status, sentence } = startOnce({ DATA_DIR: dataDir, PORT: '0' });
    assert.equal(status, 78);
    assert.match(sentence, /WorkspaceCreated v99 at position \d{16} was written by a newer version.*Update this/);
    rmSync(dataDir, { recursive: true });
  });
});

describe('lost and broken files', { skip }, () => {
  let installation: Installation;
  afterEach(() => installation?.remove());
  const names = async (): Promise<string[]> =>
    (await installation.request<{ name: string }[]>('GET', '/workspaces')).body.map(({ name }) => name);
  const three = async (): Promise<void> => {
    for (const name of ['A', 'B', 'C']) await installation.request('POST', '/workspaces', { name, external: true });
    const { body } = await installation.request<{ position: string }>('GET', '/history/state');
    await installation.request('GET', `/workspaces?min_position=${body.position}`);
  };
  const restartAfter = async (harm: (views: string) => void): Promise<void> => {
    await installation.kill('projector');
    await installation.kill('platform');
    harm(join(installation.dataDir, 'views', 'views.db'));
    installation.start('platform');
    installation.start('projector');
    await installation.ready();
  };

  it('read models are rebuilt when their file is deleted, truncated or overwritten', async () => {
    installation = await Installation.started();
    await three();
    await restartAfter((file) => rmSync(file));
    assert.deepEqual(await names(), ['A', 'B', 'C']);
    await restartAfter((file) => truncateSync(file, 5_000));
    assert.deepEqual(await names(), ['A', 'B', 'C']);
    await restartAfter((file) => writeFileSync(file, 'this is no database '.repeat(2_000)));
    assert.deepEqual(await names(), ['A', 'B', 'C']);
  });

  it('a flipped byte in the log stops writes and is reported with its position', async () => {
    installation = await Installation.started();
    await three();
    await installation.kill('projector');
    await installation.kill('platform');
    const log = join(installation.dataDir, 'log');
    rmSync(join(log, 'trusted.json'), { force: true });
    const db = new DatabaseSync(join(log, 'log.db'));
    db.exec("UPDATE events SET data = replace(data, '\"B\"', '\"X\"') WHERE type = 'WorkspaceCreated'");
    db.close();
    installation.start('platform');
    installation.start('projector');
    const { checks } = await until('the damage to be reported', async () => {
      const answer = await installation.fetch('/health/ready').catch(nullWhenUnreachable);
      const body =
        answer === null ? null : ((await answer.json()) as { status: string; checks: { sentence: string }[] });
      return body?.status === 'failing' ? body : null;
    });
    assert.match(
      checks.map(({ sentence }) => sentence).join(' '),
      /damaged at position \d{16}.*npm run log -- verify.*backup/,
    );
    const refused = await installation.request<{ code: string }>('POST', '/workspaces', { name: 'D', external: true });
    assert.deepEqual([refused.status, refused.body.code], [503, 'LOG_DAMAGED']);
    assert.equal((await names()).length, 3);
  });
});

describe('a full disk', { skip: skip || needsRoot }, () => {
  const mount = mkdtempSync(join(tmpdir(), 'guildhall-small-'));
  let installation: Installation;
  after(async () => {
    await installation?.kill('projector');
    await installation?.kill('platform');
    spawnSync('umount', ['-l', mount]);
  });

  it('refuses with 507, leaves nothing half-written, and resumes once there is space', async () => {
    assert.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', mount]).status, 0);
    const dataDir = join(mount, 'data');
    mkdirSync(dataDir);
    installation = await Installation.started({}, dataDir);
    const { body } = await installation.request<{ id: string }>('POST', '/workspaces', { name: 'A', external: true });
    const filler = join(mount, 'filler');
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k'], { stdio: 'ignore' });
    let accepted = 0;
    const refused = await until('the disk to be full', async () => {
      const answer = await installation.request<{ code: string }>('PATCH', `/workspaces/${body.id}`, {
        role: `role ${accepted} ${'x'.repeat(900)}`,
      });
      if (answer.status === 200) accepted += 1;
      return answer.status === 200 ? null : answer;
    });
    assert.deepEqual([refused.status, refused.body.code], [507, 'STORE_FULL']);
    rmSync(filler);
    await until(
      'writing to go on',
      async () =>
        (await installation.request('PATCH', `/workspaces/${body.id}`, { role: 'room again' })).status === 200,
    );
    const changes = await until('the views to resume', async () => {
      const { body: history } = await installation.request<{ items: { data: { role: string } }[] }>(
        'GET',
        '/history?limit=500&type=RoleAssigned',
      );
      return history.items.at(-1)?.data.role === 'room again' ? history.items.length : null;
    });
    assert.equal(changes, accepted + 1);
  });
});

describe('agents that misbehave', { skip }, () => {
  let installation: Installation;
  const servers: ReturnType<typeof createServer>[] = [];
  after(async () => {
    for (const server of servers) server.close();
    await installation?.remove();
  });
  const agentThat = async (answer: (body: string) => string | null | 'die'): Promise<string> => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const said = answer(body);
        if (said === 'die') request.socket.destroy();
        else if (said !== null) response.setHeader('content-type', 'application/json').end(said);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
  };
  const outcome = async (answer: Parameters<typeof agentThat>[0]): Promise<[number, string]> => {
    const url = await agentThat(answer);
    const { body } = await installation.request<{ id: string }>('POST', '/workspaces', {
      name: 'Odd',
      external: true,
      url,
    });
    const message = {
      jsonrpc: '2.0',
      id: 1,
      method: 'message/send',
      params: { message: { role: 'user', parts: [{ kind: 'text', text: 'hello' }] } },
    };
    const result = await installation.request<{ code: string; error: string }>(
      'POST',
      `/workspaces/${body.id}/a2a`,
      message,
    );
    return [result.status, result.body.code];
  };

  it('fail by distinct codes: garbage, no answer, a crash, an error of their own', async () => {
    installation = await Installation.started({ GUILDHALL_AGENT_TIMEOUT_MS: '1500' });
    assert.deepEqual(await outcome(() => '<html>'), [502, 'AGENT_BAD_ANSWER']);
    assert.deepEqual(await outcome(() => '{"jsonrpc":"2.0","id":1,"result":{"kind":"what"}}'), [
      502,
      'AGENT_BAD_ANSWER',
    ]);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const answer = `{"jsonrpc":"2.0","id":1,"result":{"kind":"message","parts":[],"metadata":${deep}}}`;
    assert.deepEqual(await outcome(() => answer), [502, 'AGENT_BAD_ANSWER']);
    assert.deepEqual(await outcome(() => ''), [502, 'AGENT_BAD_ANSWER']);
    assert.deepEqual(await outcome(() => null), [504, 'AGENT_NO_ANSWER']);
    assert.deepEqual(await outcome(() => 'die'), [502, 'AGENT_DIED']);
    assert.deepEqual(await outcome(() => '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}'), [
      502,
      'AGENT_FAILED',
    ]);
  });

  it('leave no secrets in the logs', () => {
    const output = readFileSync(join(installation.dataDir, 'platform.out'), 'utf8');
    assert.ok(!output.includes(installation.adminToken));
  });
});
