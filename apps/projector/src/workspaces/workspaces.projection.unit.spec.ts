import { describe, expect, it } from '@jest/globals';
import { streams } from '@guildhall/contracts';
import { given } from '../testing/given.suite.js';
import { at, ref, Story } from '../testing/story.suite.js';
import { workspacesView } from './workspaces.projection.js';

const provisioned = (story: Story, id: string, incarnation: number): Story => {
  const intent = {
    workspaceId: id,
    incarnation,
    backend: 'process',
    runtime: 'command',
    reason: 'created',
    notBefore: null,
  };
  return story.add(streams.provisioning(id), 'ProvisioningRequested', intent);
};
const registered = (story: Story, id: string, incarnation: number, url: string): Story =>
  story.add(streams.agent(id), 'AgentRegistered', {
    workspaceId: id,
    incarnation,
    url,
    endpoint: ref('address'),
    endpointDigest: url,
    card: { name: url },
  });

describe('workspaces', () => {
  it('shows every fact given at creation', async () => {
    const facts = {
      role: 'counts',
      tier: 2,
      model: 'large',
      tags: ['t'],
      x: 1,
      y: 2,
      access: 'read_only',
      workspaceDir: '/w',
      template: 'reviewer',
      managesTeam: ['pause'],
    };
    const { thenDocument } = await given(workspacesView, new Story().created('a').created('b', 'a', facts));
    thenDocument('b', {
      id: 'b',
      org: 'default',
      name: 'b',
      role: 'counts',
      tier: 2,
      parent_id: 'a',
      runtime: 'command',
      command: 'cat',
      model: 'large',
      workspace_dir: '/w',
      workspace_access: 'read_only',
      template: 'reviewer',
      manages_team: ['pause'],
      failure: null,
      tags: ['t'],
      x: 1,
      y: 2,
      collapsed: false,
      url: null,
      agent_card: null,
      created_at: at(2),
      updated_at: at(2),
      removed_at: null,
      removal_id: null,
      version: '-.1',
    });
  });

  it('counts facts and placements in its version', async () => {
    const story = new Story().created('a').created('b').renamed('b', 'B').renamed('b', 'C').placed('b', 'a', null);
    const { thenDocument } = await given(workspacesView, story);
    thenDocument('a', { version: '-.0' });
    thenDocument('b', { version: '1.2', name: 'C', parent_id: 'a', updated_at: at(5) });
  });

  it('takes the whole team away with its root, and brings it back', async () => {
    const story = new Story().created('a').created('b', 'a').created('c', 'b').removed('a', 'r', 3);
    const removed = await given(workspacesView, story);
    for (const id of ['a', 'b', 'c']) {
      removed.thenDocument(id, { removed_at: at(4), removal_id: 'r', status: 'removed' });
    }
    const restored = await given(workspacesView, story.restored('a', 'r', null, 3));
    for (const id of ['a', 'b', 'c']) restored.thenDocument(id, { removed_at: null, removal_id: null });
    restored.thenDocument('b', { parent_id: 'a' });
  });

  it('shows the address and card of the agent, and ignores a replaced one', async () => {
    let story = registered(provisioned(new Story().created('a'), 'a', 1), 'a', 1, 'http://first');
    const first = await given(workspacesView, story);
    first.thenDocument('a', { url: 'http://first', agent_card: { name: 'http://first' }, incarnation: 1 });
    story = provisioned(story, 'a', 2);
    const starting = await given(workspacesView, story);
    starting.thenDocument('a', { url: null, status: 'provisioning', incarnation: 2 });
    story = registered(registered(story, 'a', 2, 'http://second'), 'a', 1, 'http://late');
    const second = await given(workspacesView, story);
    second.thenDocument('a', { url: 'http://second', agent_card: { name: 'http://second' } });
  });

  it('counts waiting messages and the one that is worked on', async () => {
    const story = new Story()
      .created('a')
      .sent('m1', 'a')
      .message('MessageQueued', 'm1', 'a', { cause: { code: 'agent_not_ready', details: { status: 'offline' } } })
      .sent('m2', 'a')
      .message('MessageQueued', 'm2', 'a', { cause: { code: 'agent_not_ready', details: { status: 'offline' } } });
    (await given(workspacesView, story)).thenDocument('a', { queued_messages: 2, active_tasks: 0, updated_at: at(1) });
    story.message('MessageDispatched', 'm1', 'a', { attempt: 1, incarnation: 0 });
    (await given(workspacesView, story)).thenDocument('a', { queued_messages: 1, active_tasks: 1 });
    story.message('MessageAnswered', 'm1', 'a', { body: ref('x'), durationMs: 1 });
    (await given(workspacesView, story)).thenDocument('a', { queued_messages: 1, active_tasks: 0 });
  });

  it('keeps organisations apart', async () => {
    const { thenDocument, stage } = await given(workspacesView, new Story('acme').created('a'));
    thenDocument('a', { org: 'acme' });
    expect(stage.documents()).toHaveLength(1);
  });
});
