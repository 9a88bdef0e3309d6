import { describe, it } from '@jest/globals';
import { streams } from '@guildhall/contracts';
import { given } from '../testing/given.suite.js';
import { at, Story } from '../testing/story.suite.js';
import { organisationView } from './organisation.projection.js';

const stream = streams.organisation('default');
const founded = (): Story => new Story().add(stream, 'OrganisationFounded', { org: 'default', name: 'Acme' });

describe('organisation', () => {
  it('is founded with a viewport in the middle', async () => {
    const { thenDocument } = await given(organisationView, founded());
    thenDocument('default', { name: 'Acme', founded_at: at(1), viewport: { x: 0, y: 0, zoom: 1 } });
  });

  it('takes a new name and another viewport', async () => {
    const story = founded()
      .add(stream, 'OrganisationRenamed', { org: 'default', name: 'Guild', previous: 'Acme' })
      .add(stream, 'CanvasViewportSet', { org: 'default', x: 5, y: -7, zoom: 2 });
    const { thenDocument } = await given(organisationView, story);
    thenDocument('default', { name: 'Guild', founded_at: at(1), viewport: { x: 5, y: -7, zoom: 2 } });
  });
});
