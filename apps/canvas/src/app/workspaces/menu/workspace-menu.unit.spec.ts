import { jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { PLATFORM } from '../../platform/platform.js';
import { DialogsStore } from '../../dialogs/dialogs.store.js';
import { graphOf, position, workspace } from '../../testing/samples.js';
import { UrlStore } from '../../url/url.store.js';
import { ApiError } from '@guildhall/client';
import { NoticesStore } from '../../notices/notices.store.js';
import { MenuEntries } from './menu-entries.js';
import { CommandsStore } from '../../commands/commands.store.js';

const busy = new ApiError(409, { type: '', title: '', error: 'Busy.', code: 'WORKSPACE_BUSY', fix: 'Wait.' });
const answer = (body: object) => ({ body, position: null, etag: null });

const started = () => {
  const provisioning = {
    pause: jest.fn(async (_input: object) => answer({ paused_count: 3 })),
    resume: jest.fn(async (_input: object) => answer({ resumed_count: 3 })),
    restart: jest.fn(async (_input: object) => answer({})),
    hibernate: jest.fn<(input: { query: { force: boolean } }) => Promise<unknown>>(),
  };
  TestBed.configureTestingModule({ providers: [{ provide: PLATFORM, useValue: { provisioning } }] });
  TestBed.inject(OrgGraphStore).startLive(
    graphOf(
      workspace('a'),
      workspace('b', { parentId: 'a', status: 'hibernated' }),
      workspace('c', { parentId: 'b', runtime: 'external', status: 'awaiting_agent' }),
    ),
    position(10),
  );
  const entries = TestBed.inject(MenuEntries);
  const entry = (id: string, icon: string) => {
    const found = entries
      .of(id)
      .flat()
      .find((one) => one.icon === icon);
    if (found === undefined) throw new Error(`no entry ${icon}`);
    return found;
  };
  return { provisioning, entry, notices: TestBed.inject(NoticesStore), dialogs: TestBed.inject(DialogsStore) };
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('menu of a workspace', () => {
  it('opens the tab that it names', () => {
    started().entry('a', 'logs').act();
    expect(TestBed.inject(UrlStore).tab()).toBe('logs');
    expect(TestBed.inject(UrlStore).selected()).toBe('a');
  });

  it('says that an external agent runs elsewhere', () => {
    const { entry } = started();
    expect(entry('c', 'chat').refusal).toBeNull();
    for (const icon of ['files', 'terminal', 'logs', 'restart', 'hibernate'])
      expect(entry('c', icon).refusal).toMatch(/owner/);
  });

  it('names a team only where there is one', () => {
    const { entry } = started();
    expect([entry('a', 'pause').text, entry('c', 'pause').text]).toEqual(['Pause team', 'Pause agent']);
  });

  it('pauses, and undoes it', async () => {
    const { provisioning, entry, notices } = started();
    entry('a', 'pause').act();
    await settled();
    expect(notices.notice()?.text).toBe('Paused Name of a and 2 more.');
    await notices.undo();
    expect(provisioning.resume).toHaveBeenCalledWith({ id: 'a' });
  });

  it('wakes an agent by restarting it', async () => {
    const { provisioning, entry, notices } = started();
    expect(entry('a', 'wake').refusal).toBe('It is not hibernating.');
    entry('b', 'wake').act();
    await settled();
    expect(provisioning.restart).toHaveBeenCalledWith({ id: 'b', body: {} });
    expect(notices.notice()?.text).toBe('Waking Name of b.');
  });

  it('asks before it hibernates an agent that is working', async () => {
    const { provisioning, entry, dialogs } = started();
    provisioning.hibernate.mockRejectedValueOnce(busy).mockResolvedValue(answer({}));
    entry('a', 'hibernate').act();
    await settled();
    const dialog = dialogs.dialog();
    if (dialog?.kind !== 'confirm') throw new Error('nothing was asked');
    expect(TestBed.inject(CommandsStore).refusal()).toBeNull();
    dialog.act();
    await settled();
    expect(provisioning.hibernate.mock.calls.map(([{ query }]) => query.force)).toEqual([false, true]);
  });

  it('shows another refusal at the workspace', async () => {
    const { provisioning, entry } = started();
    const gone = new Error('gone');
    provisioning.hibernate.mockRejectedValue(gone);
    entry('a', 'hibernate').act();
    await settled();
    expect(TestBed.inject(CommandsStore).refusal()).toEqual({ id: 'a', tried: 'Hibernating', problem: gone });
  });
});
