import { createHttpClient, type HttpClient } from '../http-client.js';

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

const files = [{ name: 'a.txt', content: new Blob(['hello']) }];

describe('calls derived from routes', () => {
  it.each<[string, (platform: HttpClient) => Promise<unknown>, string, string, unknown]>([
    [
      'a body',
      (p) => p.provisioning.restart({ id: 'w', body: { reset: true } }),
      'POST',
      '/workspaces/w/restart',
      { reset: true },
    ],
    ['a command without body', (p) => p.provisioning.pause({ id: 'w' }), 'POST', '/workspaces/w/pause', null],
    ['a command without any input', (p) => p.provisioning.stopAll(), 'POST', '/workspaces/stop-all', null],
    ['a body that may be left out', (p) => p.workspaces.restore({ id: 'w' }), 'POST', '/workspaces/w/restore', null],
    [
      'a switch of a command',
      (p) => p.provisioning.hibernate({ id: 'w', query: { force: true } }),
      'POST',
      '/workspaces/w/hibernate?force=true',
      null,
    ],
    [
      'a number',
      (p) => p.provisioning.console({ id: 'w', query: { after: -10 } }),
      'GET',
      '/workspaces/w/console?after=-10',
      null,
    ],
    [
      'two switches',
      (p) => p.workspaces.remove({ id: 'w', query: { confirm: true, purge: true } }),
      'DELETE',
      '/workspaces/w?confirm=true&purge=true',
      null,
    ],
    [
      'a value that is not known',
      (p) => p.files.list({ id: 'w', query: { root: 'home', path: undefined } }),
      'GET',
      '/workspaces/w/files?root=home',
      null,
    ],
    [
      'a text with a blank',
      (p) => p.files.list({ id: 'w', query: { root: 'configs', path: 'a b', depth: 2 } }),
      'GET',
      '/workspaces/w/files?root=configs&path=a+b&depth=2',
      null,
    ],
    [
      'the rest of a path',
      (p) => p.files.read({ id: 'w', path: 'sub dir/a#1?.md', query: { root: 'workspace' } }),
      'GET',
      '/workspaces/w/files/sub%20dir/a%231%3F.md?root=workspace',
      null,
    ],
    [
      'two parameters',
      (p) => p.identity.revokeToken({ id: 'w', tokenId: 'a/b' }),
      'DELETE',
      '/workspaces/w/tokens/a%2Fb',
      null,
    ],
    ['a query without input', (p) => p.operations.readiness(), 'GET', '/health/ready', null],
    [
      'a body of several fields',
      (p) => p.templates.importOrganisation({ body: { dir: 'demo', force: true } }),
      'POST',
      '/org/import',
      { dir: 'demo', force: true },
    ],
  ])('%s', async (_name, act, method, path, body) => {
    expect(await called(act)).toMatchObject({ method, path, body });
  });

  it('passes the options of a command and of a query on', async () => {
    const file = { id: 'w', path: 'a.md', body: { content: 'x' } };
    const command = await called((p) => p.files.write(file, { ifMatch: '"d"', idempotencyKey: 'k' }));
    expect(command).toMatchObject({ method: 'PUT', body: { content: 'x' } });
    expect(command.headers).toMatchObject({ 'if-match': '"d"', 'idempotency-key': 'k' });
    const query = await called((p) => p.workspaces.list({}, { minPosition: '0009' }));
    expect(query.headers).toMatchObject({ 'x-min-position': '0009' });
  });

  it('reads text as text', async () => {
    const fetch = async (): Promise<Response> => new Response('up 1\n');
    expect(await createHttpClient({ baseUrl: '', fetch }).operations.metrics()).toBe('up 1\n');
  });

  it('uploads as a form, whose boundary the browser chooses', async () => {
    const { body, headers } = await called((p) => p.files.upload({ id: 'w', body: files }));
    expect(headers['content-type']).toBeUndefined();
    const file = (body as FormData).get('files') as File;
    expect(file.name).toBe('a.txt');
    expect(await file.text()).toBe('hello');
  });

  it('reads bytes as a blob', async () => {
    const bytes = new Uint8Array([0, 255, 13]);
    const platform = createHttpClient({ baseUrl: 'http://p/', fetch: () => Promise.resolve(new Response(bytes)) });
    const blob = await platform.files.download({ id: 'w', query: { path: '/workspace/a b.md' } });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
  });

  it('gives the address of what a browser follows by itself', () => {
    const { identity } = createHttpClient({ baseUrl: 'http://p/' });
    expect(identity.logIn.address({ query: { token: 't' } })).toBe('http://p/login?token=t');
  });
});
