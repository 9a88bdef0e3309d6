import { createHttpClient, type HttpClient } from './http-client.js';

interface Call {
  method: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

const called = async (act: (platform: HttpClient) => Promise<unknown>): Promise<Call> => {
  const calls: Call[] = [];
  const platform = createHttpClient({
    baseUrl: 'http://p',
    fetch: async (url, init) => {
      const { body, headers, method = 'GET' } = init ?? {};
      calls.push({
        method,
        path: String(url).slice('http://p'.length),
        body: typeof body === 'string' ? JSON.parse(body) : (body ?? null),
        headers: headers as Record<string, string>,
      });
      return new Response('{}', { headers: { etag: '"e"' } });
    },
  });
  await act(platform);
  const [call] = calls;
  if (call === undefined) throw new Error('nothing was asked');
  return call;
};

describe('requests of each slice', () => {
  it.each<[string, (platform: HttpClient) => Promise<unknown>, string, string, unknown]>([
    ['restart', (p) => p.provisioning.restart('w', { reset: true }), 'POST', '/workspaces/w/restart', { reset: true }],
    ['pause', (p) => p.provisioning.pause('w'), 'POST', '/workspaces/w/pause', null],
    ['resume', (p) => p.provisioning.resume('w'), 'POST', '/workspaces/w/resume', null],
    ['hibernate', (p) => p.provisioning.hibernate('w'), 'POST', '/workspaces/w/hibernate', null],
    [
      'hibernate at work',
      (p) => p.provisioning.hibernate('w', { force: true }),
      'POST',
      '/workspaces/w/hibernate?force=true',
      null,
    ],
    ['stop all', (p) => p.provisioning.stopAll(), 'POST', '/workspaces/stop-all', null],
    [
      'end of the log',
      (p) => p.provisioning.console('w', { after: -10 }),
      'GET',
      '/workspaces/w/console?after=-10',
      null,
    ],
    ['remove', (p) => p.workspaces.remove('w'), 'DELETE', '/workspaces/w', null],
    [
      'remove a team for good',
      (p) => p.workspaces.remove('w', { confirm: true, purge: true }),
      'DELETE',
      '/workspaces/w?confirm=true&purge=true',
      null,
    ],
    ['list a root', (p) => p.files.list('w', 'home'), 'GET', '/workspaces/w/files?root=home&depth=1', null],
    [
      'list a folder',
      (p) => p.files.list('w', 'configs', 'a b', 2),
      'GET',
      '/workspaces/w/files?root=configs&depth=2&path=a+b',
      null,
    ],
    [
      'read a file',
      (p) => p.files.read('w', 'workspace', 'sub dir/a#1?.md'),
      'GET',
      '/workspaces/w/files/sub%20dir/a%231%3F.md?root=workspace',
      null,
    ],
    ['remove a file', (p) => p.files.remove('w', 'home', 'x'), 'DELETE', '/workspaces/w/files/x?root=home', null],
    ['read the configuration', (p) => p.configuration.read('w'), 'GET', '/workspaces/w/config', null],
    ['derived from a route', (p) => p.operations.readiness({}), 'GET', '/health/ready', null],
    ['list templates', (p) => p.templates.list(), 'GET', '/templates', null],
    ['list organisations', (p) => p.templates.organisations(), 'GET', '/org/templates', null],
    [
      'import',
      (p) => p.templates.importOrganisation({ dir: 'demo', force: true }),
      'POST',
      '/org/import',
      { dir: 'demo', force: true },
    ],
  ])('%s', async (_name, act, method, path, body) => {
    expect(await called(act)).toMatchObject({ method, path, body });
  });

  it('saves only over the version that was read', async () => {
    const file = await called((p) => p.files.write('w', 'workspace', 'a.md', { content: 'x' }, { ifMatch: '"d"' }));
    expect(file).toMatchObject({ method: 'PUT', body: { content: 'x' } });
    expect(file.headers['if-match']).toBe('"d"');
    const config = await called((p) => p.configuration.write('w', 'name: A', { ifMatch: '"v"' }));
    expect(config).toMatchObject({ method: 'PUT', path: '/workspaces/w/config', body: { text: 'name: A' } });
    expect(config.headers['if-match']).toBe('"v"');
  });

  it('uploads as a form, whose border the browser names', async () => {
    const { body, headers } = await called((p) =>
      p.files.upload('w', [{ name: 'a.txt', content: new Blob(['hello']) }]),
    );
    expect(headers['content-type']).toBeUndefined();
    const file = (body as FormData).get('files') as File;
    expect(file.name).toBe('a.txt');
    expect(await file.text()).toBe('hello');
  });

  it('names the addresses of downloads', () => {
    const { files } = createHttpClient({ baseUrl: 'http://p/' });
    expect(files.downloadUrl('w', 'workspace', 'a b.md')).toBe(
      'http://p/workspaces/w/chat/download?path=%2Fworkspace%2Fa+b.md',
    );
    expect(files.archiveUrl('w', 'home')).toBe('http://p/workspaces/w/files-archive?root=home');
    expect(files.archiveUrl('w', 'home', 'sub')).toBe('http://p/workspaces/w/files-archive?root=home&path=sub');
  });
});
