import { PlatformPlace, type External } from '../testing/platform-place.suite.js';

const content = { content: 'x' };

describe('the files of an agent that runs on a machine of its owner', () => {
  let place: PlatformPlace;
  let laptop: External;

  beforeAll(async () => {
    place = await PlatformPlace.started();
    laptop = await place.external('Laptop');
  });
  afterAll(() => place.remove());

  it.each([
    ['GET', '/files', undefined],
    ['GET', '/files/notes/plan.md?root=workspace', undefined],
    ['PUT', '/files/plan.md', content],
    ['DELETE', '/files/plan.md', undefined],
    ['PUT', '/files', { files: { 'plan.md': 'x' } }],
    ['GET', '/files-archive', undefined],
    ['GET', '/chat/download?path=/workspace/plan.md', undefined],
  ])('are not reached by %s %s', async (method, path, body) => {
    const { status, body: answer } = await place.ask(method, `/workspaces/${laptop.id}${path}`, body);
    expect([status, answer.code]).toEqual([501, 'BACKEND_HAS_NO_FILES']);
    expect(answer['error']).toContain('its owner runs that agent elsewhere');
  });

  it('are not reached by an upload', async () => {
    const body = new FormData();
    body.append('files', new Blob(['x']), 'x.txt');
    const headers = { authorization: `Bearer ${place.adminToken}` };
    const answer = await fetch(`${place.url}/workspaces/${laptop.id}/chat/uploads`, { method: 'POST', headers, body });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([501, 'BACKEND_HAS_NO_FILES']);
  });
});
