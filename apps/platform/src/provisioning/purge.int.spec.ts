import { until } from '@guildhall/testing';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformPlace } from '../testing/platform-place.suite.js';

describe('a purge that the platform did not live to carry out', () => {
  let place: PlatformPlace;
  beforeAll(async () => (place = await PlatformPlace.started({ GUILDHALL_BACKEND: 'process' })));
  afterAll(() => place.remove());

  const folderOf = (id: string): string => join(place.dataDir, 'agents', id);
  const lay = (id: string): void => {
    mkdirSync(join(folderOf(id), 'workspace'), { recursive: true });
    writeFileSync(join(folderOf(id), 'workspace', 'notes.md'), 'private');
  };

  it('is carried out by the next start, and takes nothing that the log does not know as purged', async () => {
    const { body } = await place.ask('POST', '/workspaces', { name: 'Gone', command: 'cat' });
    const purged = body['id'] as string;
    await place.ask('DELETE', `/workspaces/${purged}?purge=true`);
    expect((await place.recorded('WorkspacePurged')).map(({ workspaceId }) => workspaceId)).toEqual([purged]);
    await place.stop();
    const unknown = randomUUID();
    for (const id of [purged, unknown]) lay(id);
    await place.start();
    await until('its folder to be gone', () => !existsSync(folderOf(purged)));
    expect(existsSync(folderOf(unknown))).toBe(true);
  });
});
