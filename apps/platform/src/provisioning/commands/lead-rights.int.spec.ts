import { PlatformPlace, type External } from '../../testing/platform-place.suite.js';

describe('a lead that was granted restart and pause', () => {
  let place: PlatformPlace;
  let lead: External;
  let report: External;
  beforeAll(async () => {
    place = await PlatformPlace.started({ GUILDHALL_BACKEND: 'process' });
    lead = await place.external('Lead', { manages_team: ['restart', 'pause'] });
    report = await place.external('Report', { parent_id: lead.id });
  });
  afterAll(() => place.remove());

  const as = async (token: string, action: string, id: string, body: object = {}): Promise<[number, unknown]> => {
    const answer = await place.ask('POST', `/workspaces/${id}/${action}`, body, token);
    return [answer.status, answer.body.code];
  };

  it('resumes what it paused itself', async () => {
    expect(await as(lead.token, 'pause', report.id)).toEqual([200, undefined]);
    expect(await as(lead.token, 'resume', report.id)).toEqual([200, undefined]);
    expect(place.see(report.id)?.status).toBe('awaiting_agent');
  });

  it('does not end a pause of an operator, and an operator ends any', async () => {
    await as(place.adminToken, 'pause', report.id);
    expect(await as(lead.token, 'resume', report.id)).toEqual([403, 'BEYOND_GRANT']);
    expect(place.see(report.id)?.status).toBe('paused');
    expect(await as(place.adminToken, 'resume', report.id)).toEqual([200, undefined]);
    await as(lead.token, 'pause', report.id);
    expect(await as(place.adminToken, 'resume', report.id)).toEqual([200, undefined]);
  });

  it('may not reset a session or lay a template', async () => {
    const { body } = await place.ask('POST', '/workspaces', { name: 'Ours', command: 'cat', parent_id: lead.id });
    const id = body['id'] as string;
    expect(await as(lead.token, 'restart', id, { reset: true })).toEqual([403, 'BEYOND_GRANT']);
    expect(await as(lead.token, 'restart', id, { template: 'echo-agent' })).toEqual([403, 'BEYOND_GRANT']);
    expect(await as(lead.token, 'restart', id)).toEqual([200, undefined]);
    await place.ask('DELETE', `/workspaces/${id}?purge=true&confirm=true`);
  });

  it('loses the report with the place in the chart', async () => {
    await place.ask('PATCH', `/workspaces/${report.id}`, { parent_id: null });
    expect(await as(lead.token, 'pause', report.id)).toEqual([403, 'FOREIGN_WORKSPACE']);
  });
});
