import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@guildhall/testing';
import { AgentFolder } from './harness/agent-folder.ts';

interface LoggedChange {
  type: string;
  stream: string;
  position: string;
  actor: { id: string };
  data: { path?: string };
}

describe('the files of an agent', () => {
  let agent: AgentFolder;

  before(async () => {
    agent = await AgentFolder.made();
  });
  after(() => agent?.installation.remove());

  it('writes, reads, lists and deletes files', async () => {
    const saved = await agent.done('PUT', '/files/notes/plan.md?root=workspace', { content: '# Plan\n' });
    assert.deepEqual([saved.body['status'], saved.body['path']], ['saved', 'notes/plan.md']);
    assert.equal(readFileSync(join(agent.path, 'workspace/notes/plan.md'), 'utf8'), '# Plan\n');
    const read = await agent.done('GET', '/files/notes/plan.md?root=/workspace');
    assert.deepEqual([read.body['content'], read.body['size'], read.body['encoding']], ['# Plan\n', 7, undefined]);
    assert.equal(read.headers.get('etag'), `"${String(saved.body['digest'])}"`);
    const entries = (await agent.list('root=workspace&depth=2')).map(({ path, size, dir }) => ({ path, size, dir }));
    assert.deepEqual(entries, [
      { path: 'notes', size: 0, dir: true },
      { path: 'notes/plan.md', size: 7, dir: false },
    ]);
    assert.deepEqual(
      (await agent.list('root=workspace')).map(({ path }) => path),
      ['notes'],
    );
    assert.equal((await agent.done('DELETE', '/files/notes/plan.md?root=workspace')).body['status'], 'deleted');
    assert.equal(existsSync(join(agent.path, 'workspace/notes/plan.md')), false);
    await agent.refused([404, 'FILE_NOT_FOUND'], 'GET', '/files/notes/plan.md?root=workspace');
    await agent.refused([404, 'FILE_NOT_FOUND'], 'DELETE', '/files/notes/plan.md?root=workspace');
  });

  it('keeps binary content', async () => {
    const content = Buffer.from([0, 1, 255]).toString('base64');
    await agent.done('PUT', '/files/image.bin?root=workspace', { content, encoding: 'base64' });
    const { body } = await agent.done('GET', '/files/image.bin?root=workspace');
    assert.deepEqual([body['content'], body['encoding'], body['size']], [content, 'base64', 3]);
  });

  it('replaces all files of a root', async () => {
    await agent.done('PUT', '/files/old.txt', { content: 'old' });
    const { body } = await agent.done('PUT', '/files', { files: { 'a.txt': 'A', 'b/c.txt': 'C' } });
    const { status, workspace, files, source } = body;
    assert.deepEqual(
      { status, workspace, files, source },
      { status: 'replaced', workspace: agent.id, files: 2, source: 'process' },
    );
    assert.deepEqual(
      (await agent.list('depth=5')).map(({ path }) => path),
      ['a.txt', 'b', 'b/c.txt'],
    );
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, '']));
    await agent.refused([400, 'VALIDATION_FAILED'], 'PUT', '/files', { files: many });
  });

  it('does not let one editor overwrite another', async () => {
    const first = await agent.done('PUT', '/files/shared.md', { content: 'one' }, { 'if-none-match': '*' });
    const etag = first.headers.get('etag') ?? '';
    await agent.done('PUT', '/files/shared.md', { content: 'two' }, { 'if-match': etag });
    const { body } = await agent.refused(
      [412, 'FILE_CHANGED'],
      'PUT',
      '/files/shared.md',
      { content: 'three' },
      { 'if-match': etag },
    );
    assert.match(String(body['digest']), /^[0-9a-f]{64}$/);
    await agent.refused([412, 'FILE_CHANGED'], 'PUT', '/files/shared.md', { content: 'x' }, { 'if-none-match': '*' });
    await agent.refused(
      [400, 'BAD_IF_MATCH'],
      'PUT',
      '/files/shared.md',
      { content: 'x' },
      { 'if-match': 'yesterday' },
    );
    assert.equal((await agent.done('GET', '/files/shared.md')).body['content'], 'two');
    const current = `"${String(body['digest'])}"`;
    const both = await Promise.all(
      ['left', 'right'].map((content) => agent.ask('PUT', '/files/shared.md', { content }, { 'if-match': current })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412]);
  });

  it('accepts the token of its own workspace and refuses that of another', async () => {
    const { body: laptop } = await agent.installation.request<{ id: string; connection: { auth_token: string } }>(
      'POST',
      '/workspaces',
      { name: 'Laptop', external: true },
    );
    const { body: issued } = await agent.installation.request<{ auth_token: string }>(
      'POST',
      `/workspaces/${agent.id}/tokens`,
      {},
    );
    const foreign = { authorization: `Bearer ${laptop.connection.auth_token}` };
    await agent.refused([403, 'FOREIGN_WORKSPACE'], 'GET', '/files', undefined, foreign);
    await agent.refused([403, 'FOREIGN_WORKSPACE'], 'PUT', '/files/a.txt', { content: 'x' }, foreign);
    const own = { authorization: `Bearer ${issued.auth_token}` };
    await agent.done('PUT', '/files/own.txt', { content: 'mine' }, own);
    await agent.done('GET', '/files/own.txt', undefined, own);
    const answer = await agent.installation.request<{ code: string; error: string }>(
      'GET',
      `/workspaces/${laptop.id}/files`,
    );
    assert.deepEqual([answer.status, answer.body.code], [501, 'BACKEND_HAS_NO_FILES']);
    assert.match(answer.body.error, /its owner runs that agent elsewhere/);
  });

  it('records every change with its actor, a repeated request once', async () => {
    const key = { 'idempotency-key': 'the-same-request' };
    const first = await agent.done('PUT', '/files/logged.txt', { content: 'x' }, key);
    const newer = await agent.done('PUT', '/files/logged.txt', { content: 'newer' });
    const again = await agent.done('PUT', '/files/logged.txt', { content: 'x' }, key);
    assert.equal(again.body['digest'], first.body['digest']);
    assert.equal((await agent.done('GET', '/files/logged.txt')).body['content'], 'newer');
    const items = await until('both changes to be in the history', async () => {
      const { body } = await agent.installation.request<{ items: LoggedChange[] }>(
        'GET',
        '/history?type=FileChangeBegun,FileWritten&limit=200',
      );
      return body.items.some(({ position }) => position === newer.body['position']) && body.items;
    });
    const logged = items.filter(({ data }) => data.path === 'logged.txt');
    const expected = ['FileChangeBegun', 'FileWritten', 'FileChangeBegun', 'FileWritten'];
    assert.deepEqual(
      logged.map(({ type, stream, actor }) => [type, stream, actor.id]).sort(),
      expected.map((type) => [type, `files-${agent.id}`, 'admin']).sort(),
    );
  });
});
