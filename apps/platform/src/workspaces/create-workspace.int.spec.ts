import { PlatformPlace } from '../testing/platform-place.suite.js';

describe('an external workspace whose address is not allowed', () => {
  let place: PlatformPlace;
  beforeAll(async () => (place = await PlatformPlace.started()));
  afterAll(() => place.remove());

  it.each(['http://169.254.169.254/latest', 'http://10.0.0.1:8000/'])('is not made at all: %s', async (url) => {
    const { status, body } = await place.ask('POST', '/workspaces', { name: 'Spy', external: true, url });
    expect([status, body.code]).toEqual([400, 'AGENT_URL_FORBIDDEN']);
    expect(await place.recorded('WorkspaceCreated')).toEqual([]);
  });
});
