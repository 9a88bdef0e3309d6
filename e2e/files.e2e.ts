import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as rawRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { checkAnswer, Installation, until } from '@guildhall/testing';

interface Answer {
  status: number;
  body: Record<string, unknown> & { code?: string };
  headers: Headers;
}

interface LoggedChange {
  type: string;
  stream: string;
  position: string;
  actor: { id: string };
  data: { path?: string };
}

describe('the files of an agent', () => {
  let installation: Installation;
  let id: string;
  let folder: string;

  const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
    installation.request<Answer['body']>(method, `/workspaces/${id}${path}`, body, headers);
  const done = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await ask(method, path, body, headers);
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer;
  };
  const refused = async (
    expected: [number, string],
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => {
    const answer = await ask(method, path, body, headers);
    assert.deepEqual([answer.status, answer.body.code], expected, JSON.stringify(answer.body));
    return answer;
  };
  const list = async (query: string): Promise<{ path: string; size: number; dir: boolean }[]> =>
    (await done('GET', `/files?${query}`)).body as unknown as { path: string; size: number; dir: boolean }[];

  before(async () => {
    installation = await Installation.started();
    const { body } = await installation.request<{ id: string }>('POST', '/workspaces', {
      name: 'Coder',
      runtime: 'command',
      command: 'cat',
    });
    id = body.id;
    await until('the agent to be online', async () => {
      const answer = await installation.request<{ status: string }>('GET', `/workspaces/${id}`);
      return answer.body.status === 'online';
    });
    folder = join(installation.dataDir, 'agents', id);
  });
  after(() => installation?.remove());

  it('writes, reads, lists and deletes files', async () => {
    const saved = await done('PUT', '/files/notes/plan.md?root=workspace', { content: '# Plan\n' });
    assert.deepEqual([saved.body['status'], saved.body['path']], ['saved', 'notes/plan.md']);
    assert.equal(readFileSync(join(folder, 'workspace/notes/plan.md'), 'utf8'), '# Plan\n');
    const read = await done('GET', '/files/notes/plan.md?root=/workspace');
    assert.deepEqual([read.body['content'], read.body['size'], read.body['encoding']], ['# Plan\n', 7, undefined]);
    assert.equal(read.headers.get('etag'), `"${String(saved.body['digest'])}"`);
    const entries = (await list('root=workspace&depth=2')).map(({ path, size, dir }) => ({ path, size, dir }));
    assert.deepEqual(entries, [
      { path: 'notes', size: 0, dir: true },
      { path: 'notes/plan.md', size: 7, dir: false },
    ]);
    assert.deepEqual(
      (await list('root=workspace')).map(({ path }) => path),
      ['notes'],
    );
    assert.equal((await done('DELETE', '/files/notes/plan.md?root=workspace')).body['status'], 'deleted');
    assert.equal(existsSync(join(folder, 'workspace/notes/plan.md')), false);
    await refused([404, 'FILE_NOT_FOUND'], 'GET', '/files/notes/plan.md?root=workspace');
    await refused([404, 'FILE_NOT_FOUND'], 'DELETE', '/files/notes/plan.md?root=workspace');
  });

  it('keeps binary content', async () => {
    const content = Buffer.from([0, 1, 255]).toString('base64');
    await done('PUT', '/files/image.bin?root=workspace', { content, encoding: 'base64' });
    const { body } = await done('GET', '/files/image.bin?root=workspace');
    assert.deepEqual([body['content'], body['encoding'], body['size']], [content, 'base64', 3]);
  });

  it('replaces all files of a root', async () => {
    await done('PUT', '/files/old.txt', { content: 'old' });
    const { body } = await done('PUT', '/files', { files: { 'a.txt': 'A', 'b/c.txt': 'C' } });
    const { status, workspace, files, source } = body;
    assert.deepEqual(
      { status, workspace, files, source },
      { status: 'replaced', workspace: id, files: 2, source: 'process' },
    );
    assert.deepEqual(
      (await list('depth=5')).map(({ path }) => path),
      ['a.txt', 'b', 'b/c.txt'],
    );
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, '']));
    await refused([400, 'VALIDATION_FAILED'], 'PUT', '/files', { files: many });
  });

  it('does not let one editor overwrite another', async () => {
    const first = await done('PUT', '/files/shared.md', { content: 'one' }, { 'if-none-match': '*' });
    const etag = first.headers.get('etag') ?? '';
    await done('PUT', '/files/shared.md', { content: 'two' }, { 'if-match': etag });
    const { body } = await refused(
      [412, 'FILE_CHANGED'],
      'PUT',
      '/files/shared.md',
      { content: 'three' },
      { 'if-match': etag },
    );
    assert.match(String(body['digest']), /^[0-9a-f]{64}$/);
    await refused([412, 'FILE_CHANGED'], 'PUT', '/files/shared.md', { content: 'x' }, { 'if-none-match': '*' });
    await refused([400, 'BAD_IF_MATCH'], 'PUT', '/files/shared.md', { content: 'x' }, { 'if-match': 'yesterday' });
    assert.equal((await done('GET', '/files/shared.md')).body['content'], 'two');
    const current = `"${String(body['digest'])}"`;
    const both = await Promise.all(
      ['left', 'right'].map((content) => ask('PUT', '/files/shared.md', { content }, { 'if-match': current })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412]);
  });

  const checkedText = async (method: string, path: string, answer: IncomingMessage): Promise<string> => {
    const contentType = answer.headers['content-type'] ?? null;
    const body = await text(answer);
    await checkAnswer(installation.url, { method, path, status: answer.statusCode ?? 0, contentType, text: body });
    return body;
  };

  /** Sends a path unchanged; URL parsers of clients would normalise it. */
  const raw = (method: string, path: string, body?: string): Promise<[number, string]> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${installation.adminToken}`, 'content-type': 'application/json' };
      const options = { host: '127.0.0.1', port: installation.port, method, path: `/workspaces/${id}${path}`, headers };
      const sent = rawRequest(options, (answer) => {
        void checkedText(method, options.path, answer).then(
          (text) => resolve([answer.statusCode ?? 0, (JSON.parse(text) as { code: string }).code]),
          reject,
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });

  it('refuses every path outside its root, and changes nothing', async () => {
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    mkdirSync(join(folder, 'workspace/links'), { recursive: true });
    symlinkSync(folder, join(folder, 'workspace/links/out'));
    const paths = [
      '../secret.txt',
      'a/../../secret.txt',
      '%2e%2e/secret.txt',
      '..%2fsecret.txt',
      '%2Fetc%2Fpasswd',
      'links/out/secret.txt',
      'nul%00.txt',
      'n'.repeat(300),
      'back%5Cslash',
    ];
    for (const path of paths) {
      for (const [method, body] of [['GET'], ['PUT', '{"content":"x"}'], ['DELETE']] as const)
        assert.deepEqual(
          [path, method, await raw(method, `/files/${path}?root=workspace`, body)],
          [path, method, [400, 'PATH_REFUSED']],
        );
    }
    for (const path of ['../secret.txt', '/etc', 'links/out', 'a\0b', 'n'.repeat(300)])
      await refused([400, 'PATH_REFUSED'], 'GET', `/files?root=workspace&path=${encodeURIComponent(path)}`);
    for (const path of ['../secret.txt', '/etc/passwd', 'a\0b', 'n'.repeat(300)])
      await refused([400, 'PATH_REFUSED'], 'PUT', '/files?root=workspace', { files: { [path]: 'x' } });
    await refused([400, 'BAD_QUERY'], 'GET', '/files?root=/etc');
    await refused([400, 'VALIDATION_FAILED'], 'GET', '/files?depth=6');
    assert.equal(readFileSync(join(folder, 'secret.txt'), 'utf8'), 'secret');
    assert.equal(existsSync(join(folder, 'workspace/links/out')), true);
  });

  /** Announces the length of a body that never arrives; the server must answer the announcement. */
  const announced = (length: number): Promise<{ statusCode: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${installation.adminToken}`,
        'content-type': 'application/json',
        'content-length': String(length),
      };
      const path = `/workspaces/${id}/files/large.txt?root=workspace`;
      const sent = rawRequest(
        { host: '127.0.0.1', port: installation.port, method: 'PUT', path, headers },
        (answer) => {
          void checkedText('PUT', path, answer).then((text) => {
            sent.destroy();
            resolve({ statusCode: answer.statusCode ?? 0, text });
          }, reject);
        },
      );
      sent.on('error', reject);
      sent.flushHeaders();
    });

  it('refuses files over the limit with 413 and names the limit', async () => {
    const large = 'x'.repeat(5 * 1_048_576 + 1);
    await refused([413, 'FILE_TOO_LARGE'], 'PUT', '/files/large.txt?root=workspace', { content: large });
    const { statusCode, text } = await announced(11 * 1_048_576 + 1);
    assert.equal(statusCode, 413);
    const { code, limit } = JSON.parse(text) as { code: string; limit: number };
    assert.deepEqual([code, limit], ['BODY_TOO_LARGE', 11 * 1_048_576]);
    writeFileSync(join(folder, 'workspace/large.txt'), large);
    await refused([413, 'FILE_TOO_LARGE'], 'GET', '/files/large.txt?root=workspace');
    await done('PUT', '/files/just.txt?root=workspace', { content: large.slice(1) });
  });

  const upload = async (
    parts: [string, string, string | Uint8Array<ArrayBuffer>][],
  ): Promise<[number, Record<string, unknown>]> => {
    const form = new FormData();
    for (const [field, name, content] of parts) form.append(field, new Blob([content], { type: 'text/plain' }), name);
    const headers = { authorization: `Bearer ${installation.adminToken}` };
    const answer = await installation.fetch(`/workspaces/${id}/chat/uploads`, { method: 'POST', headers, body: form });
    return [answer.status, (await answer.json()) as Record<string, unknown>];
  };
  const download = (path: string): Promise<Response> =>
    installation.fetch(`/workspaces/${id}${path}`, {
      headers: { authorization: `Bearer ${installation.adminToken}` },
    });

  it('returns uploads unchanged', async () => {
    const [status, { files }] = await upload([
      ['files', 'two words?.txt', 'one'],
      ['files', '../../evil.sh', 'two'],
    ]);
    assert.equal(status, 200);
    const uploaded = files as { uri: string; name: string; mimeType: string; size: number }[];
    assert.deepEqual(
      uploaded.map(({ name, mimeType, size }) => [name, mimeType, size]),
      [
        ['two_words_.txt', 'text/plain', 3],
        ['evil.sh', 'text/plain', 3],
      ],
    );
    for (const { uri } of uploaded)
      assert.match(uri, /^workspace:\/workspace\/\.molecule\/chat-uploads\/[0-9a-f]{32}-[A-Za-z0-9._-]+$/);
    const path = uploaded[0]?.uri.slice('workspace:'.length) ?? '';
    const answer = await download(`/chat/download?path=${encodeURIComponent(path)}`);
    assert.equal(await answer.text(), 'one');
    const disposition = answer.headers.get('content-disposition') ?? '';
    assert.match(disposition, /^attachment; filename="[0-9a-f]{32}-two_words_\.txt"/);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
  });

  it('refuses invalid uploads and downloads', async () => {
    const [tooLarge, { code }] = await upload([['files', 'large.bin', new Uint8Array(26 * 1_048_576)]]);
    assert.deepEqual([tooLarge, code], [413, 'FILE_TOO_LARGE']);
    const [wrongField, wrong] = await upload([['file', 'a.txt', 'x']]);
    assert.deepEqual([wrongField, wrong['code']], [400, 'UPLOAD_INVALID']);
    const [none, empty] = await upload([]);
    assert.deepEqual([none, empty['code']], [400, 'UPLOAD_INVALID']);
    await refused([400, 'UPLOAD_INVALID'], 'POST', '/chat/uploads', { files: [] });
    const uploads = (await list('root=workspace&path=.molecule/chat-uploads')).map(({ size }) => size);
    assert.deepEqual(uploads, [3, 3]);
    const outside = [
      '/etc/passwd',
      '/workspace/../../secret.txt',
      '/workspace',
      'a',
      '/workspace/links/out/secret.txt',
    ];
    for (const path of outside)
      assert.equal((await download(`/chat/download?path=${encodeURIComponent(path)}`)).status, 400, path);
    assert.equal((await download('/chat/download?path=/workspace/nothing')).status, 404);
  });

  it('packs a folder into an archive', async () => {
    await done('PUT', '/files', { files: { 'a.txt': 'first content', 'deep/b.txt': 'second content' } });
    const answer = await download('/files-archive?root=configs');
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/zip']);
    assert.match(answer.headers.get('content-disposition') ?? '', /filename="configs\.zip"/);
    const file = join(installation.dataDir, 'configs.zip');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const unpack =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print([(n, z.read(n).decode()) for n in z.namelist()])';
    const unpacked = execFileSync('python3', ['-c', unpack, file]).toString().trim();
    assert.equal(unpacked, "[('a.txt', 'first content'), ('deep/b.txt', 'second content')]");
    await refused([404, 'FILE_NOT_FOUND'], 'GET', '/files-archive?path=nothing');
  });

  it('accepts the token of its own workspace and refuses that of another', async () => {
    const { body: laptop } = await installation.request<{ id: string; connection: { auth_token: string } }>(
      'POST',
      '/workspaces',
      { name: 'Laptop', external: true },
    );
    const { body: issued } = await installation.request<{ auth_token: string }>('POST', `/workspaces/${id}/tokens`, {});
    const foreign = { authorization: `Bearer ${laptop.connection.auth_token}` };
    await refused([403, 'FOREIGN_WORKSPACE'], 'GET', '/files', undefined, foreign);
    await refused([403, 'FOREIGN_WORKSPACE'], 'PUT', '/files/a.txt', { content: 'x' }, foreign);
    const own = { authorization: `Bearer ${issued.auth_token}` };
    await done('PUT', '/files/own.txt', { content: 'mine' }, own);
    await done('GET', '/files/own.txt', undefined, own);
    const answer = await installation.request<{ code: string; error: string }>('GET', `/workspaces/${laptop.id}/files`);
    assert.deepEqual([answer.status, answer.body.code], [501, 'BACKEND_HAS_NO_FILES']);
    assert.match(answer.body.error, /belong to whoever runs that agent/);
  });

  it('records every change with its actor, a repeated request once', async () => {
    const key = { 'idempotency-key': 'the-same-request' };
    const first = await done('PUT', '/files/logged.txt', { content: 'x' }, key);
    const newer = await done('PUT', '/files/logged.txt', { content: 'newer' });
    const again = await done('PUT', '/files/logged.txt', { content: 'x' }, key);
    assert.equal(again.body['digest'], first.body['digest']);
    assert.equal((await done('GET', '/files/logged.txt')).body['content'], 'newer');
    const items = await until('both changes to be in the history', async () => {
      const { body } = await installation.request<{ items: LoggedChange[] }>(
        'GET',
        '/history?type=FileChangeBegun,FileWritten&limit=200',
      );
      return body.items.some(({ position }) => position === newer.body['position']) && body.items;
    });
    const logged = items.filter(({ data }) => data.path === 'logged.txt');
    const expected = ['FileChangeBegun', 'FileWritten', 'FileChangeBegun', 'FileWritten'];
    assert.deepEqual(
      logged.map(({ type, stream, actor }) => [type, stream, actor.id]).sort(),
      expected.map((type) => [type, `files-${id}`, 'admin']).sort(),
    );
  });
});
