import { PlatformPlace } from '../../testing/platform-place.suite.js';
import { sentByPlatform, AgentLeases } from './agent-leases.js';
import { ReportedWork } from './reported-work.js';

describe('what an agent says of its work', () => {
  let place: PlatformPlace;
  beforeAll(async () => void (place = await PlatformPlace.started()));
  afterAll(() => place.remove());

  it('is its last heartbeat, with the time', async () => {
    const { id, token } = await place.external('Worker');
    const said = { active_tasks: 3, current_task: 'Reads', uptime_seconds: 77, error_rate: 0.02, sample_error: 'boom' };
    expect((await place.ask('POST', '/registry/heartbeat', { workspace_id: id, ...said }, token)).status).toBe(200);
    expect(await place.platform.app.get(ReportedWork).of(id)).toEqual({ ...said, at: expect.any(String) });
  });

  it('is null where it says nothing, and where the platform beats for it', async () => {
    const { id, token } = await place.external('Quiet');
    const work = place.platform.app.get(ReportedWork);
    expect(await work.of('nobody')).toBeNull();
    await place.ask('POST', '/registry/heartbeat', { workspace_id: id }, token);
    expect(await work.of(id)).toMatchObject({ active_tasks: null, current_task: null, sample_error: null });
    const other = await place.external('Probed');
    await place.platform.app.get(AgentLeases).renew(other.id, 0, sentByPlatform);
    expect(await work.of(other.id)).toBeNull();
  });
});
