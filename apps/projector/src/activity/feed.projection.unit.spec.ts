import { describe, expect, it } from '@jest/globals';
import { given } from '../testing/given.suite.js';
import { at, positionOf, Story } from '../testing/story.suite.js';
import { feedView } from './feed.projection.js';

describe('feed', () => {
  it('has one row per event, with its number and where to find it in the log', async () => {
    const { thenDocument, stage } = await given(feedView, new Story().created('lead').renamed('lead', 'Lead'));
    thenDocument(positionOf(2), {
      position: positionOf(2),
      ordinal: 2,
      type: 'WorkspaceRenamed',
      org: 'default',
      stream: 'workspace-lead',
      revision: 0,
      workspaces: ['lead'],
      actor_kind: 'operator',
      actor_id: 'ada',
      at: at(2),
    });
    expect(stage.documents()).toHaveLength(2);
  });

  it('names the ancestors as they were at that moment', async () => {
    const story = new Story()
      .created('a')
      .created('b')
      .created('c', 'a')
      .renamed('c', 'C')
      .placed('c', 'b', 'a')
      .renamed('c', 'C2');
    const { thenDocument } = await given(feedView, story);
    thenDocument(positionOf(4), { workspaces: ['c', 'a'] });
    thenDocument(positionOf(6), { workspaces: ['c', 'b'] });
  });

  it('shows a placement to the team that was left and to the new one', async () => {
    const story = new Story().created('a').created('b').created('c', 'a').placed('c', 'b', 'a');
    const { thenDocument } = await given(feedView, story);
    thenDocument(positionOf(4), { workspaces: ['c', 'b', 'a'] });
  });

  it('follows a team to the parent it is restored below', async () => {
    const story = new Story()
      .created('a')
      .created('b')
      .created('c', 'a')
      .removed('c', 'r', 1)
      .restored('c', 'r', 'b', 1);
    const { thenDocument } = await given(feedView, story);
    thenDocument(positionOf(5), { workspaces: ['c', 'b'] });
  });

  it('concerns no workspace when the event names none', async () => {
    const story = new Story().add('organisation-default', 'OrganisationFounded', { org: 'default', name: 'Acme' });
    const { thenDocument } = await given(feedView, story);
    thenDocument(positionOf(1), { workspaces: [] });
  });
});
