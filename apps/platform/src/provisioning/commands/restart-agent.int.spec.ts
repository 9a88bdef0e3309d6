import { PlatformPlace } from '../../testing/platform-place.suite.js';

describe('a restart that lays a template', () => {
  let place: PlatformPlace;
  beforeAll(async () => (place = await PlatformPlace.started()));
  afterAll(() => place.remove());

  it('is refused before anything ends when there is no such template, in body and query', async () => {
    const { body } = await place.ask('POST', '/workspaces', { name: 'Steady', command: 'cat' });
    const id = body['id'] as string;
    const restart = async (query: string, wish: object): Promise<unknown[]> => {
      const answer = await place.ask('POST', `/workspaces/${id}/restart${query}`, wish);
      return [answer.status, answer.body.code];
    };
    await place.comes(id, 'failed');
    const incarnation = place.see(id)?.incarnation;
    expect(await restart('', { template: 'not-there' })).toEqual([400, 'TEMPLATE_NOT_FOUND']);
    expect(await restart('?template=not-there', {})).toEqual([400, 'TEMPLATE_NOT_FOUND']);
    expect(await restart('', { apply_template: true })).toEqual([409, 'WORKSPACE_WITHOUT_TEMPLATE']);
    expect(await restart('?rebuild_config=true', {})).toEqual([409, 'WORKSPACE_WITHOUT_TEMPLATE']);
    expect(place.see(id)?.incarnation).toBe(incarnation);
    expect(await restart('?template=echo-agent', {})).toEqual([200, undefined]);
  });
});
