import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentFolder } from './harness/agent-folder.ts';

describe('what the files of an agent accept, and what comes out of them', () => {
  let agent: AgentFolder;

  before(async () => {
    agent = await AgentFolder.made();
  });
  after(() => agent?.installation.remove());

  it('refuses every path outside its root, and changes nothing', async () => {
    writeFileSync(join(agent.path, 'secret.txt'), 'secret');
    mkdirSync(join(agent.path, 'workspace/links'), { recursive: true });
    symlinkSync(agent.path, join(agent.path, 'workspace/links/out'));
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
          [path, method, await agent.raw(method, `/files/${path}?root=workspace`, body)],
          [path, method, [400, 'PATH_REFUSED']],
        );
    }
    for (const path of ['../secret.txt', '/etc', 'links/out', 'a\0b', 'n'.repeat(300)])
      await agent.refused([400, 'PATH_REFUSED'], 'GET', `/files?root=workspace&path=${encodeURIComponent(path)}`);
    for (const path of ['../secret.txt', '/etc/passwd', 'a\0b', 'n'.repeat(300)])
      await agent.refused([400, 'PATH_REFUSED'], 'PUT', '/files?root=workspace', { files: { [path]: 'x' } });
    await agent.refused([400, 'BAD_QUERY'], 'GET', '/files?root=/etc');
    await agent.refused([400, 'VALIDATION_FAILED'], 'GET', '/files?depth=6');
    assert.equal(readFileSync(join(agent.path, 'secret.txt'), 'utf8'), 'secret');
    assert.equal(existsSync(join(agent.path, 'workspace/links/out')), true);
  });

  it('refuses files over the limit with 413 and names the limit', async () => {
    const large = 'x'.repeat(5 * 1_048_576 + 1);
    await agent.refused([413, 'FILE_TOO_LARGE'], 'PUT', '/files/large.txt?root=workspace', { content: large });
    const { statusCode, text } = await agent.announced(11 * 1_048_576 + 1);
    assert.equal(statusCode, 413);
    const { code, limit } = JSON.parse(text) as { code: string; limit: number };
    assert.deepEqual([code, limit], ['BODY_TOO_LARGE', 11 * 1_048_576]);
    writeFileSync(join(agent.path, 'workspace/large.txt'), large);
    await agent.refused([413, 'FILE_TOO_LARGE'], 'GET', '/files/large.txt?root=workspace');
    await agent.done('PUT', '/files/just.txt?root=workspace', { content: large.slice(1) });
  });

  it('returns uploads unchanged', async () => {
    const [status, { files }] = await agent.upload([
      ['files', 'two words?.txt', 'one'],
      ['files', '../../evil.sh', 'two'],
    ]);
    assert.equal(status, 200);
    const uploaded = files as { uri: string; name: string; mimeType: string; size: number }[];
    assert.deepEqual(
      uploaded.map(({ name, mimeType, size }) => [name, mimeType, size]),
      [
        ['two words?.txt', 'text/plain', 3],
        ['evil.sh', 'text/plain', 3],
      ],
    );
    for (const { uri } of uploaded)
      assert.match(uri, /^workspace:\/workspace\/\.molecule\/chat-uploads\/[0-9a-f]{32}-[A-Za-z0-9._-]+$/);
    const path = uploaded[0]?.uri.slice('workspace:'.length) ?? '';
    const answer = await agent.download(`/chat/download?path=${encodeURIComponent(path)}`);
    assert.equal(await answer.text(), 'one');
    const disposition = answer.headers.get('content-disposition') ?? '';
    assert.match(disposition, /^attachment; filename="[0-9a-f]{32}-two_words_\.txt"/);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
  });

  it('refuses invalid uploads and downloads', async () => {
    const [tooLarge, { code }] = await agent.upload([['files', 'large.bin', new Uint8Array(26 * 1_048_576)]]);
    assert.deepEqual([tooLarge, code], [413, 'FILE_TOO_LARGE']);
    const [wrongField, wrong] = await agent.upload([['file', 'a.txt', 'x']]);
    assert.deepEqual([wrongField, wrong['code']], [400, 'UPLOAD_INVALID']);
    const [none, empty] = await agent.upload([]);
    assert.deepEqual([none, empty['code']], [400, 'UPLOAD_INVALID']);
    await agent.refused([400, 'UPLOAD_INVALID'], 'POST', '/chat/uploads', { files: [] });
    const uploads = (await agent.list('root=workspace&path=.molecule/chat-uploads')).map(({ size }) => size);
    assert.deepEqual(uploads, [3, 3]);
    const outside = [
      '/etc/passwd',
      '/workspace/../../secret.txt',
      '/workspace',
      'a',
      '/workspace/links/out/secret.txt',
    ];
    for (const path of outside)
      assert.equal((await agent.download(`/chat/download?path=${encodeURIComponent(path)}`)).status, 400, path);
    assert.equal((await agent.download('/chat/download?path=/workspace/nothing')).status, 404);
  });

  it('packs a folder into an archive', async () => {
    await agent.done('PUT', '/files', { files: { 'a.txt': 'first content', 'deep/b.txt': 'second content' } });
    const answer = await agent.download('/files-archive?root=configs');
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/zip']);
    assert.match(answer.headers.get('content-disposition') ?? '', /filename="configs\.zip"/);
    const file = join(agent.installation.dataDir, 'configs.zip');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const unpack =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print([(n, z.read(n).decode()) for n in z.namelist()])';
    const unpacked = execFileSync('python3', ['-c', unpack, file]).toString().trim();
    assert.equal(unpacked, "[('a.txt', 'first content'), ('deep/b.txt', 'second content')]");
    await agent.refused([404, 'FILE_NOT_FOUND'], 'GET', '/files-archive?path=nothing');
  });
});
