import { PlatformPlace } from '../testing/platform-place.suite.js';

describe('the configuration of an agent', () => {
  let place: PlatformPlace;
  let id: string;
  let own: string;
  beforeAll(async () => {
    place = await PlatformPlace.started({ GUILDHALL_BACKEND: 'process' });
    const { body } = await place.ask('POST', '/workspaces', { name: 'Ours', command: 'cat' });
    id = body['id'] as string;
    own = (await place.ask('POST', `/workspaces/${id}/tokens`, {})).body['auth_token'] as string;
  });
  afterAll(() => place.remove());

  it('is changed by the agent itself, as in the reference', async () => {
    const changed = await place.ask('PATCH', `/workspaces/${id}/config`, { description: 'Counts words' }, own);
    expect([changed.status, changed.body.code]).toEqual([200, undefined]);
    const { body } = await place.ask('GET', `/workspaces/${id}/config`, undefined, own);
    expect(body['data']).toEqual({ description: 'Counts words' });
  });

  it('is not read or changed by another one', async () => {
    const { token } = await place.external('Other');
    for (const method of ['GET', 'PATCH']) {
      const change = method === 'GET' ? undefined : { description: 'x' };
      const { status, body } = await place.ask(method, `/workspaces/${id}/config`, change, token);
      expect([status, body.code]).toEqual([403, 'FOREIGN_WORKSPACE']);
    }
  });
});
