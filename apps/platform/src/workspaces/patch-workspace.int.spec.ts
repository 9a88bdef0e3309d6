import { PlatformPlace } from '../testing/platform-place.suite.js';

describe('a change that an agent learns of by its next start', () => {
  let place: PlatformPlace;
  beforeAll(async () => (place = await PlatformPlace.started()));
  afterAll(() => place.remove());

  const patched = async (id: string, change: object): Promise<unknown[]> => {
    const { status, body } = await place.ask('PATCH', `/workspaces/${id}`, change);
    return [status, body['needs_restart']];
  };

  it('needs no restart where nothing of ours runs: it failed, or the agent is somebody else’s', async () => {
    const { body } = await place.ask('POST', '/workspaces', { name: 'Ours', command: 'cat' });
    const ours = body['id'] as string;
    await place.comes(ours, 'failed');
    const { id } = await place.external('Theirs');
    for (const one of [ours, id]) expect(await patched(one, { tier: 2 })).toEqual([200, undefined]);
  });
});
