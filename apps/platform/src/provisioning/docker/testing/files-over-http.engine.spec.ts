import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { PlatformPlace, type Answer } from '../../../testing/platform-place.suite.js';
import { SomeFolders } from '../../../backend-port/agent-place.suite.js';
import { runInContainer } from '../engine/container-exec.js';
import { Engine } from '../engine/engine.js';
import { label } from '../installation.js';
import { describeWithEngine, image } from './engine-place.suite.js';

const megabyte = 1_048_576;

describeWithEngine('the files of an agent in a container, over HTTP', () => {
  const docker = new Dockerode();
  const folders = new SomeFolders();
  let place: PlatformPlace;
  let id: string;
  let reader: string;

  const created = async (body: object): Promise<string> => {
    const { body: answer } = await place.ask('POST', '/workspaces', { runtime: 'command', command: 'cat', ...body });
    const workspace = String(answer['id']);
    await place.comes(workspace, 'online');
    return workspace;
  };
  beforeAll(async () => {
    place = await PlatformPlace.started({
      GUILDHALL_BACKEND: 'docker',
      GUILDHALL_AGENT_IMAGE: image,
      GUILDHALL_WORKSPACE_FOLDERS: folders.path,
    });
    const given = { workspace_access: 'read_only', workspace_dir: folders.given };
    [id, reader] = [await created({ name: 'Writer' }), await created({ name: 'Reader', ...given })];
  });
  afterAll(async () => {
    await place.remove();
    const networks = new Set<string>();
    for (const workspace of [id, reader]) {
      const filters = { label: [`${label.workspace}=${workspace}`] };
      for (const { Id, NetworkSettings } of await docker.listContainers({ all: true, filters })) {
        for (const name of Object.keys(NetworkSettings.Networks)) networks.add(name);
        await docker.getContainer(Id).remove({ force: true, v: true });
      }
      const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) } as object);
      for (const { Name } of Volumes ?? []) await docker.getVolume(Name).remove();
    }
    networks.delete('none');
    for (const name of networks) await docker.getNetwork(name).remove();
    folders.remove();
  });

  const ask = (method: string, path: string, body?: object) => place.ask(method, `/workspaces/${id}${path}`, body);
  const refusedTo = async (workspace: string, method: string, path: string, body?: object) => {
    const { status, body: answer } = await place.ask(method, `/workspaces/${workspace}${path}`, body);
    return [status, answer.code];
  };
  const fetched = (path: string, init: RequestInit = {}) =>
    fetch(`${place.url}/workspaces/${path}`, { ...init, headers: { authorization: `Bearer ${place.adminToken}` } });
  const uploaded = (workspace: string, content: Buffer<ArrayBuffer>) => {
    const body = new FormData();
    body.append('files', new Blob([content]), 'data.bin');
    return fetched(`${workspace}/chat/uploads`, { method: 'POST', body });
  };

  it('are written, deleted and replaced', async () => {
    await ask('PUT', '/files/notes/a.md?root=workspace', { content: 'a' });
    expect((await ask('GET', '/files/notes/a.md?root=workspace')).body['content']).toBe('a');
    expect((await ask('DELETE', '/files/notes/a.md?root=workspace')).body['status']).toBe('deleted');
    expect(await refusedTo(id, 'GET', '/files/notes/a.md?root=workspace')).toEqual([404, 'FILE_NOT_FOUND']);
    expect(await refusedTo(id, 'DELETE', '/files/notes/a.md?root=workspace')).toEqual([404, 'FILE_NOT_FOUND']);
    const { body } = await ask('PUT', '/files?root=workspace', { files: { 'b.txt': 'B', 'c/d.txt': 'D' } });
    expect(body).toMatchObject({ status: 'replaced', files: 2, source: 'container' });
    const list = (await ask('GET', '/files?root=workspace&depth=5')).body as unknown as { path: string }[];
    expect(list.map(({ path }) => path)).toEqual(['b.txt', 'c', 'c/d.txt']);
  });

  it('are uploaded, downloaded as they were, and packed', async () => {
    const content = Buffer.from(randomBytes(20 * megabyte));
    const answer = await uploaded(id, content);
    expect(answer.status).toBe(200);
    const { files } = (await answer.json()) as { files: { uri: string; size: number }[] };
    const path = files[0]?.uri.replace('workspace:', '') ?? '';
    const download = await fetched(`${id}/chat/download?path=${encodeURIComponent(path)}`);
    expect(Buffer.from(await download.arrayBuffer()).equals(content)).toBe(true);
    const archive = await fetched(`${id}/files-archive?root=workspace`);
    expect([archive.status, archive.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const zip = Buffer.from(await archive.arrayBuffer());
    expect(zip.length).toBeGreaterThan(content.length);
    expect(zip.subarray(-22, -18).toString('latin1')).toBe('PK\x05\x06');
    expect(zip.includes(path.replace('/workspace/', ''))).toBe(true);
  });

  it('are refused when they are too large, on every way', async () => {
    const tooLarge = [413, 'FILE_TOO_LARGE'];
    const content = 'x'.repeat(5 * megabyte + 1);
    expect(await refusedTo(id, 'PUT', '/files/large?root=workspace', { content })).toEqual(tooLarge);
    const upload = await uploaded(id, Buffer.alloc(26 * megabyte));
    expect([upload.status, ((await upload.json()) as Answer['body']).code]).toEqual(tooLarge);
    const command = ['truncate', '-s', String(50 * megabyte + 1), '/home/agent/huge'];
    await runInContainer(new Engine(), await containerOf(id), command, Buffer.alloc(0));
    expect(await refusedTo(id, 'GET', '/files/huge?root=home')).toEqual(tooLarge);
    expect(await refusedTo(id, 'GET', '/chat/download?path=/home/agent/huge')).toEqual(tooLarge);
    expect(await refusedTo(id, 'GET', '/files-archive?root=home')).toEqual(tooLarge);
  });

  const containerOf = async (workspace: string): Promise<string> => {
    const filters = { label: [`${label.workspace}=${workspace}`, `${label.role}=agent`] };
    return (await docker.listContainers({ filters }))[0]?.Id ?? '';
  };

  it('are read and never written where the folder of the machine was given to be read', async () => {
    writeFileSync(join(folders.given, 'note'), 'of the host');
    const { body } = await place.ask('GET', `/workspaces/${reader}/files/note?root=workspace`);
    expect(body['content']).toBe('of the host');
    const readOnly = [403, 'ROOT_READ_ONLY'];
    expect(await refusedTo(reader, 'PUT', '/files/new?root=workspace', { content: 'x' })).toEqual(readOnly);
    expect(await refusedTo(reader, 'PUT', '/files?root=workspace', { files: { new: 'x' } })).toEqual(readOnly);
    expect(await refusedTo(reader, 'DELETE', '/files/note?root=workspace')).toEqual(readOnly);
    const upload = await uploaded(reader, Buffer.from('x'));
    expect([upload.status, ((await upload.json()) as Answer['body']).code]).toEqual(readOnly);
    expect([existsSync(join(folders.given, 'note')), existsSync(join(folders.given, 'new'))]).toEqual([true, false]);
  });
});
