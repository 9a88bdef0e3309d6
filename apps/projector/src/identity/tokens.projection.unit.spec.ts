import { describe, expect, it } from '@jest/globals';
import { streams } from '@guildhall/contracts';
import { given } from '../testing/given.suite.js';
import { at, Story } from '../testing/story.suite.js';
import { tokensView } from './tokens.projection.js';

const issued = (story: Story, id: string): Story =>
  story.add(streams.credential(id), 'TokenIssued', {
    credentialId: id,
    kind: 'workspace',
    workspaceId: 'w',
    incarnation: null,
    name: 'laptop',
    prefix: 'abcdefgh',
    digest: 'secret-digest',
    expiresAt: null,
  });
const revoked = (story: Story, id: string): Story =>
  story.add(streams.credential(id), 'TokenRevoked', { credentialId: id, workspaceId: 'w', cause: { code: 'by_hand' } });

describe('tokens', () => {
  it('lists an issued token without anything that could be used as one', async () => {
    const { thenDocument, stage } = await given(tokensView, issued(new Story(), 't'));
    thenDocument('t', {
      workspace_id: 'w',
      kind: 'workspace',
      prefix: 'abcdefgh',
      name: 'laptop',
      created_at: at(1),
      revoked_at: null,
    });
    expect(JSON.stringify(stage.documents())).not.toContain('secret-digest');
  });

  it('shows when it was revoked', async () => {
    const { thenDocument } = await given(tokensView, revoked(issued(new Story(), 't'), 't'));
    thenDocument('t', { created_at: at(1), revoked_at: at(2) });
  });

  it('has nothing to show of a revoked session', async () => {
    const { stage } = await given(tokensView, revoked(new Story(), 'session'));
    expect(stage.documents()).toEqual([]);
  });
});
