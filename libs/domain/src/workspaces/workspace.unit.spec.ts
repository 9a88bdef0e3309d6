import type { WorkspaceCreatedData, WorkspaceFact } from '@guildhall/contracts';
import { foldAll } from '../decider.js';
import { given } from '../testing/given.js';
import { workspaceDecider, type WorkspaceCommand } from './workspace.js';

const workspaceId = 'coder';
const creation: WorkspaceCreatedData = {
  workspaceId,
  name: 'Coder',
  role: 'Writes code',
  parentId: 'lead',
  x: 1,
  y: 2,
  tier: 1,
  runtime: 'command',
  command: 'node agent.mjs',
  access: 'none',
  workspaceDir: null,
  model: null,
  tags: ['blue'],
};
const coder = workspaceDecider(creation);

const renamed = (name: string, previous: string): WorkspaceFact => ({
  type: 'WorkspaceRenamed',
  data: { workspaceId, name, previous },
});
const runtimeChosen: WorkspaceFact = {
  type: 'RuntimeChosen',
  data: {
    workspaceId,
    runtime: 'langgraph',
    command: null,
    previous: { runtime: 'command', command: 'node agent.mjs' },
  },
};
const accessChosen: WorkspaceFact = {
  type: 'AccessChosen',
  data: {
    workspaceId,
    access: 'read_only',
    workspaceDir: '/srv/code',
    previous: { access: 'none', workspaceDir: null },
  },
};
const moved: WorkspaceFact = { type: 'WorkspaceMoved', data: { workspaceId, x: 30, y: 40, previous: { x: 1, y: 2 } } };
const collapsed: WorkspaceFact = { type: 'TeamCollapsed', data: { workspaceId } };
const uncollapsed: WorkspaceFact = { type: 'TeamUncollapsed', data: { workspaceId } };
const tagged: WorkspaceFact = { type: 'WorkspaceTagged', data: { workspaceId, tags: ['red'], previous: ['blue'] } };

const each: [sentence: string, command: WorkspaceCommand, fact: WorkspaceFact][] = [
  ['is renamed', { type: 'change', workspaceId, name: 'Lead coder' }, renamed('Lead coder', 'Coder')],
  [
    'gets a role',
    { type: 'change', workspaceId, role: 'Reviews' },
    { type: 'RoleAssigned', data: { workspaceId, role: 'Reviews', previous: 'Writes code' } },
  ],
  [
    'gets a tier',
    { type: 'change', workspaceId, tier: 3 },
    { type: 'TierChosen', data: { workspaceId, tier: 3, previous: 1 } },
  ],
  [
    'gets a model',
    { type: 'change', workspaceId, model: 'small' },
    { type: 'ModelChosen', data: { workspaceId, model: 'small', previous: null } },
  ],
  ['gets another runtime and loses the command', { type: 'change', workspaceId, runtime: 'langgraph' }, runtimeChosen],
  [
    'gets access to a folder',
    { type: 'change', workspaceId, access: 'read_only', workspaceDir: '/srv/code' },
    accessChosen,
  ],
  ['is moved', { type: 'change', workspaceId, x: 30, y: 40 }, moved],
  ['is collapsed', { type: 'change', workspaceId, collapsed: true }, collapsed],
  ['gets tags', { type: 'change', workspaceId, tags: ['red'] }, tagged],
];

describe('a workspace', () => {
  it.each(each)('%s, and names the value before', (_sentence, command, fact) => {
    given(coder).when(command).then(fact);
  });

  it.each(each.filter(([, , { type }]) => type !== 'WorkspaceMoved'))('%s only once', (_sentence, command, fact) => {
    given(coder, fact).when(command).thenNothing();
  });

  it.each(each)('%s, which can be taken back', (_sentence, command, fact) => {
    const state = foldAll(coder, [{ ...fact, eventId: 'event-0' }]);
    const back = coder.decide(state, { type: 'undo', workspaceId, eventId: 'event-0' });
    expect(back).toHaveLength(1);
    expect(back[0]?.undoes).toBe('event-0');
    const undone = foldAll(coder, [fact, ...back]);
    expect(undone.facts).toEqual(coder.initialState().facts);
    expect(coder.decide(undone, command)).toEqual([fact]);
  });

  it('is uncollapsed again', () => {
    given(coder, collapsed).when({ type: 'change', workspaceId, collapsed: false }).then(uncollapsed);
    given(coder).when({ type: 'change', workspaceId, collapsed: false }).thenNothing();
  });

  it('is moved also to where it was last: the tree may have placed it elsewhere meanwhile', () => {
    given(coder, moved)
      .when({ type: 'change', workspaceId, x: 30, y: 40 })
      .then({ type: 'WorkspaceMoved', data: { workspaceId, x: 30, y: 40, previous: { x: 30, y: 40 } } });
  });
});

describe('several changes at once', () => {
  it('give one fact each, in a fixed order', () => {
    given(coder)
      .when({ type: 'change', workspaceId, collapsed: true, tags: ['red'], name: 'Lead coder', x: 30, y: 40 })
      .then(renamed('Lead coder', 'Coder'), tagged, moved, collapsed);
  });

  it('give none when one of them is refused', () => {
    given(coder)
      .when({ type: 'change', workspaceId, name: 'Lead coder', runtime: 'langgraph', command: 'node agent.mjs' })
      .thenRefused('COMMAND_WITHOUT_RUNTIME', { runtime: 'langgraph' });
  });

  it('leave out what is as it was', () => {
    given(coder)
      .when({ type: 'change', workspaceId, name: 'Coder', tags: ['blue'], tier: 1 })
      .thenNothing();
  });
});

describe('runtime and command', () => {
  it('keep the command while the runtime stays the one of commands', () => {
    given(coder).when({ type: 'change', workspaceId, runtime: 'command' }).thenNothing();
  });

  it('are refused when they do not fit', () => {
    given(coder).when({ type: 'change', workspaceId, command: null }).thenRefused('COMMAND_MISSING');
    given(coder, runtimeChosen)
      .when({ type: 'change', workspaceId, runtime: 'command' })
      .thenRefused('COMMAND_MISSING');
    given(coder, runtimeChosen)
      .when({ type: 'change', workspaceId, command: 'node agent.mjs' })
      .thenRefused('COMMAND_WITHOUT_RUNTIME');
  });
});

describe('access and folder', () => {
  it('keep the folder while there is an access, and lose it with it', () => {
    given(coder, accessChosen)
      .when({ type: 'change', workspaceId, access: 'read_write' })
      .then({
        type: 'AccessChosen',
        data: {
          workspaceId,
          access: 'read_write',
          workspaceDir: '/srv/code',
          previous: { access: 'read_only', workspaceDir: '/srv/code' },
        },
      });
    given(coder, accessChosen)
      .when({ type: 'change', workspaceId, access: 'none' })
      .then({
        type: 'AccessChosen',
        data: {
          workspaceId,
          access: 'none',
          workspaceDir: null,
          previous: { access: 'read_only', workspaceDir: '/srv/code' },
        },
      });
  });

  it('are refused when they do not fit', () => {
    given(coder)
      .when({ type: 'change', workspaceId, workspaceDir: '/srv/code' })
      .thenRefused('WORKSPACE_DIR_NEEDS_ACCESS');
    given(coder).when({ type: 'change', workspaceId, access: 'read_write' }).thenRefused('WORKSPACE_DIR_NEEDS_ACCESS');
    given(coder, accessChosen)
      .when({ type: 'change', workspaceId, workspaceDir: null })
      .thenRefused('WORKSPACE_DIR_NEEDS_ACCESS');
  });
});

describe('taking back a change', () => {
  const undo = (eventId: string) => ({ type: 'undo', workspaceId, eventId }) as const;

  it('touches only its own field', () => {
    given(coder, renamed('Lead coder', 'Coder'), tagged)
      .when(undo('event-0'))
      .then({ ...renamed('Coder', 'Lead coder'), undoes: 'event-0' });
  });

  it('is refused when a later change touched the same field', () => {
    given(coder, renamed('Lead coder', 'Coder'), renamed('Boss', 'Lead coder'))
      .when(undo('event-0'))
      .thenRefused('UNDO_SUPERSEDED', { eventId: 'event-0' });
    given(coder, collapsed, uncollapsed).when(undo('event-0')).thenRefused('UNDO_SUPERSEDED');
  });

  it('uncovers the change before, which can be taken back next', () => {
    const [one, two] = [renamed('One', 'Zero'), renamed('Two', 'One')];
    const back = { ...renamed('One', 'Two'), undoes: 'event-1' };
    given(coder, one, two, back)
      .when(undo('event-0'))
      .then({ ...renamed('Zero', 'One'), undoes: 'event-0' });
    given(coder, one, two, back).when(undo('event-1')).thenRefused('UNDO_SUPERSEDED');
  });

  it('can be taken back in turn, as often as one likes', () => {
    const done = [
      renamed('One', 'Zero'),
      renamed('Two', 'One'),
      { ...renamed('One', 'Two'), undoes: 'event-1' },
    ] as const;
    given(coder, ...done)
      .when(undo('event-2'))
      .then({ ...renamed('Two', 'One'), undoes: 'event-2' });
    const redone = [...done, { ...renamed('Two', 'One'), undoes: 'event-2' }];
    for (const eventId of ['event-3', 'event-1'])
      given(coder, ...redone)
        .when(undo(eventId))
        .then({ ...renamed('One', 'Two'), undoes: eventId });
  });

  it('is refused below a change that somebody made afterwards', () => {
    given(
      coder,
      renamed('One', 'Zero'),
      renamed('Two', 'One'),
      { ...renamed('One', 'Two'), undoes: 'event-1' },
      renamed('Three', 'One'),
    )
      .when(undo('event-0'))
      .thenRefused('UNDO_SUPERSEDED');
  });

  it('is refused when nobody here knows the event', () => {
    given(coder, tagged).when(undo('elsewhere')).thenRefused('UNDO_UNKNOWN', { eventId: 'elsewhere' });
  });

  it('remembers a bounded number of replaced changes', () => {
    const names = Array.from({ length: 300 }, (_, index) => renamed(`Name ${index}`, `Name ${index - 1}`));
    given(coder, ...names)
      .when(undo('event-298'))
      .thenRefused('UNDO_SUPERSEDED');
    given(coder, ...names)
      .when(undo('event-1'))
      .thenRefused('UNDO_UNKNOWN');
  });
});
