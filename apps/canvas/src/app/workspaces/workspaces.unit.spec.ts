import { OverlayContainer } from '@angular/cdk/overlay';
import { jest } from '@jest/globals';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ApiError } from '@guildhall/client';
import type { ProblemBody, WorkspaceView } from '@guildhall/contracts';
import { CommandsStore } from '../commands/commands.store.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { NoticesStore } from '../notices/notices.store.js';
import { PLATFORM } from '../platform/platform.js';
import { graphOf, position, workspace } from '../testing/samples.js';
import { CreateDialogComponent } from './create-dialog.component.js';
import { factsOf, patchOf } from './details/facts-form/facts-draft.js';
import { WorkspacesStore } from './workspaces.store.js';

const cycle = new ApiError(409, {
  type: '',
  title: '',
  error: 'A cycle.',
  code: 'WORKSPACE_CYCLE',
  fix: 'Choose another.',
} satisfies ProblemBody);
const appended = (id: string) => ({
  body: { status: 'updated', event_ids: [id], cascade_deleted: 1 },
  position: position(20),
  etag: null,
});

type Command = (input: { body?: object }, options?: object) => Promise<unknown>;

const started = () => {
  const workspaces = {
    patch: jest.fn<Command>(),
    undo: jest.fn<Command>(),
    remove: jest.fn<Command>(),
    restore: jest.fn<Command>(),
    create: jest.fn<Command>(),
  };
  TestBed.configureTestingModule({ providers: [{ provide: PLATFORM, useValue: { workspaces } }] });
  const graph = TestBed.inject(OrgGraphStore);
  graph.startLive(
    graphOf(workspace('a'), workspace('b', { parentId: 'a' }), workspace('c', { parentId: 'b' })),
    position(10),
  );
  return {
    workspaces,
    graph,
    store: TestBed.inject(WorkspacesStore),
    commands: TestBed.inject(CommandsStore),
    notices: TestBed.inject(NoticesStore),
  };
};

describe('WorkspacesStore', () => {
  it('shows a new lead at once and offers to take it back', async () => {
    const { workspaces, graph, store, notices } = started();
    workspaces.patch.mockResolvedValue(appended('event-1'));
    const moving = store.placeBelow('c', 'a');
    expect(graph.get('c')?.parentId).toBe('a');
    await moving;
    expect(workspaces.patch).toHaveBeenCalledWith({ id: 'c', body: { parent_id: 'a', x: null, y: null } });
    await notices.undo();
    expect(workspaces.undo).toHaveBeenCalledWith({ id: 'c', body: { event_id: 'event-1' } });
    expect(notices.notice()).toBeNull();
  });

  it('puts a refused move back and keeps the reason with the workspace', async () => {
    const { workspaces, graph, store, commands, notices } = started();
    workspaces.patch.mockRejectedValue(cycle);
    await store.placeBelow('a', 'c');
    expect(graph.get('a')?.parentId).toBeNull();
    expect(commands.refusal()).toEqual({ id: 'a', tried: 'Moving below Name of c', problem: cycle });
    expect(notices.notice()).toBeNull();
  });

  it('takes a whole team from the screen at once, and brings it back when refused', async () => {
    const { workspaces, graph, store } = started();
    workspaces.remove.mockRejectedValue(cycle);
    const removing = store.remove('b', true);
    expect(graph.structure().map(({ id }) => id)).toEqual(['a']);
    await removing;
    expect(graph.structure().map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('undoes a removal by restoring', async () => {
    const { workspaces, store, notices } = started();
    workspaces.remove.mockResolvedValue(appended('event-2'));
    await store.remove('b', true);
    expect(workspaces.remove).toHaveBeenCalledWith({ id: 'b', query: { confirm: true, purge: false } });
    expect(notices.notice()?.text).toBe('Removed Name of b and 1 more.');
    await notices.undo();
    expect(workspaces.restore).toHaveBeenCalledWith({ id: 'b' });
  });

  it('says so when taking back is refused', async () => {
    const { workspaces, store, notices } = started();
    workspaces.patch.mockResolvedValue(appended('event-3'));
    workspaces.undo.mockRejectedValue(cycle);
    await store.rename('a', 'New');
    await notices.undo();
    expect(notices.notice()).toMatchObject({ text: 'The change could not be undone.', undo: null, problem: cycle });
  });
});

describe('facts', () => {
  const before = factsOf(workspace('a', { tags: ['x'], parentId: 'p' }), {
    command: 'wc -w',
    model: null,
  } as WorkspaceView);

  it('sends only what was changed', () => {
    expect(patchOf(before, {})).toBeNull();
    expect(patchOf(before, { name: ` ${before.name} ` })).toBeNull();
    expect(patchOf(before, { role: 'Counts', tags: 'x, y, y,' })).toEqual({ role: 'Counts', tags: ['x', 'y'] });
  });

  it('sends runtime and program together', () => {
    expect(patchOf(before, { command: 'wc -l' })).toEqual({ runtime: 'command', command: 'wc -l' });
    expect(patchOf(before, { runtime: 'external' })).toEqual({ runtime: 'external' });
  });

  it('clears lead and model with null', () => {
    expect(patchOf(before, { parentId: '', model: '' })).toEqual({ parent_id: null });
  });
});

describe('create dialog', () => {
  const opened = async () => {
    const { workspaces } = started();
    const fixture = TestBed.createComponent(CreateDialogComponent);
    fixture.componentRef.setInput('parentId', 'a');
    await TestBed.inject(ApplicationRef).whenStable();
    const element = TestBed.inject(OverlayContainer).getContainerElement();
    const type = (selector: string, value: string) => {
      const field = element.querySelector<HTMLInputElement>(selector);
      if (field === null) throw new Error(`no field ${selector}`);
      field.value = value;
      field.dispatchEvent(new Event('input'));
    };
    const submit = async () => {
      await fixture.whenStable();
      element.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await fixture.whenStable();
    };
    return { workspaces, element, type, submit, fixture };
  };

  it('creates a program below the given lead', async () => {
    const { workspaces, type, submit } = await opened();
    workspaces.create.mockResolvedValue({ body: { id: 'new' } });
    type('#create-name', ' Counter ');
    type('#create-command', 'wc -w');
    await submit();
    expect(workspaces.create.mock.calls[0]?.[0].body).toEqual({
      name: 'Counter',
      parent_id: 'a',
      runtime: 'command',
      command: 'wc -w',
    });
  });

  it('does not send what is incomplete', async () => {
    const { workspaces, type, submit } = await opened();
    type('#create-name', 'Counter');
    await submit();
    expect(workspaces.create).not.toHaveBeenCalled();
  });

  it('shows a refusal at its field, and the same form sent again is the same command', async () => {
    const { workspaces, element, type, submit } = await opened();
    const fields = [{ field: 'name', message: 'name must not contain line breaks' }];
    workspaces.create.mockRejectedValue(
      new ApiError(400, { type: '', title: '', error: 'No.', code: 'VALIDATION_FAILED', fix: 'Correct.', fields }),
    );
    type('#create-name', 'Counter');
    type('#create-command', 'wc');
    await submit();
    await submit();
    expect(element.textContent).toContain('name must not contain line breaks');
    expect(element.querySelector('#create-name')?.getAttribute('aria-invalid')).toBe('true');
    const keys = workspaces.create.mock.calls.map(
      ([, options]) => (options as { idempotencyKey: string }).idempotencyKey,
    );
    expect(keys[0]).toBe(keys[1]);
    type('#create-name', 'Another');
    await submit();
    expect((workspaces.create.mock.calls[2]?.[1] as { idempotencyKey: string }).idempotencyKey).not.toBe(keys[0]);
  });
});
