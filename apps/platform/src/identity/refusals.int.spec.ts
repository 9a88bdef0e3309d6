import { until } from '@guildhall/testing';
import { Refusals } from './refusals.js';
import { PlatformPlace, type External } from '../testing/platform-place.suite.js';
import type { RefusedAccess } from '../auth/refusal-log.js';

describe('refused attempts in the log', () => {
  let place: PlatformPlace;
  let own: External;
  let other: External;

  beforeEach(async () => {
    place = await PlatformPlace.started();
    [own, other] = [await place.external('Own'), await place.external('Other')];
  });
  afterEach(() => place.remove());

  const anonymous = (path: string, workspaceId: string | null = null): RefusedAccess => ({
    code: 'UNAUTHENTICATED',
    route: { method: 'GET', path, request: null },
    workspaceId,
    principal: null,
  });
  const recorded = (): Promise<Record<string, unknown>[]> => place.recorded('AccessRefused');

  it('tell of a real 403 after thousands without any credential', async () => {
    const refusals = place.platform.app.get(Refusals);
    for (let attempt = 0; attempt < 3_000; attempt += 1) refusals.note(anonymous(`/route/${attempt}`));
    const { status } = await place.ask('POST', `/workspaces/${other.id}/restart`, {}, own.token);
    expect(status).toBe(403);
    await until('the 403 to be recorded', async () =>
      (await recorded()).some(({ code, workspaceId }) => code === 'FOREIGN_WORKSPACE' && workspaceId === other.id),
    );
    await refusals.flush();
    const unknown = (await recorded()).filter(({ credentialId }) => String(credentialId).startsWith('unknown-'));
    expect(unknown.length).toBeLessThan(60);
    expect(unknown.reduce((sum, { count }) => sum + Number(count), 0)).toBe(3_000);
  });

  it('hold no id that a caller without a credential made up', async () => {
    const refusals = place.platform.app.get(Refusals);
    for (let attempt = 0; attempt < 100; attempt += 1)
      refusals.note(anonymous('/registry/heartbeat', `0190a0b0-0000-7000-8000-${String(attempt).padStart(12, '0')}`));
    await refusals.flush();
    await until('all to be recorded', async () => (await recorded()).length === 2);
    expect((await recorded()).map(({ count, workspaceId }) => [count, workspaceId])).toEqual([
      [1, null],
      [99, null],
    ]);
  });

  it('count what a known credential is refused, however many workspaces it names', async () => {
    const ids = Array.from({ length: 80 }, (_, at) => `0190a0b0-0000-7000-8000-${String(at).padStart(12, '0')}`);
    for (const id of ids) await place.ask('GET', `/registry/${id}/peers`, undefined, own.token);
    await place.platform.app.get(Refusals).flush();
    const counts = (await recorded()).map(({ count }) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(80);
    expect(counts.length).toBeLessThan(60);
  });
});
