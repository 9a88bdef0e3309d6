import type { Cause, OrganisationFact } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import { organisationDecider } from './organisation.js';

const org = 'default';
const founded: OrganisationFact = { type: 'OrganisationFounded', data: { org, name: 'Guild' } };
const renamed = (name: string, previous: string): OrganisationFact => ({
  type: 'OrganisationRenamed',
  data: { org, name, previous },
});
const viewport: OrganisationFact = { type: 'CanvasViewportSet', data: { org, x: 1, y: 2, zoom: 1.5 } };

describe('an organisation', () => {
  it('is founded once', () => {
    given(organisationDecider).when({ type: 'found', org, name: 'Guild' }).then(founded);
    given(organisationDecider, founded).when({ type: 'found', org, name: 'Other' }).thenNothing();
  });

  it('is not there before it was founded', () => {
    given(organisationDecider)
      .when({ type: 'rename', org, name: 'Other' })
      .thenRefused('ORGANISATION_NOT_FOUND', { org });
  });

  it('is renamed, and stays as it is under the same name', () => {
    given(organisationDecider, founded).when({ type: 'rename', org, name: 'Hall' }).then(renamed('Hall', 'Guild'));
    given(organisationDecider, founded).when({ type: 'rename', org, name: 'Guild' }).thenNothing();
  });

  it('shares one viewport', () => {
    given(organisationDecider, founded).when({ type: 'setViewport', org, x: 1, y: 2, zoom: 1.5 }).then(viewport);
    given(organisationDecider, founded, viewport)
      .when({ type: 'setViewport', org, x: 1, y: 2, zoom: 1.5 })
      .thenNothing();
  });
});

describe('an import', () => {
  const done = { org, template: 'demo', name: 'Demo bureau', workspaces: 5, error: null };

  it('is recorded, and remembered when it was whole', () => {
    given(organisationDecider, founded)
      .when({ type: 'import', ...done })
      .then({ type: 'OrganisationImported', data: done });
    const after = (error: Cause | null) => {
      const state = organisationDecider.evolve(organisationDecider.initialState(), {
        ...founded,
        revision: 0,
        eventId: '1',
      });
      const data = { ...done, error };
      return organisationDecider.evolve(state, { type: 'OrganisationImported', data, revision: 1, eventId: '2' });
    };
    expect(after(null)).toMatchObject({ imported: new Set(['demo']) });
    expect(after({ code: 'TREE_TOO_DEEP' })).toMatchObject({ imported: new Set() });
  });

  it('needs an organisation', () => {
    given(organisationDecider)
      .when({ type: 'import', ...done })
      .thenRefused('ORGANISATION_NOT_FOUND', { org });
  });
});

describe('taking back', () => {
  const undo = (eventId: string) => ({ type: 'undo', org, eventId }) as const;

  it('gives the old name again, and the new one when that is taken back too', () => {
    given(organisationDecider, founded, renamed('Hall', 'Guild'))
      .when(undo('event-1'))
      .then({ ...renamed('Guild', 'Hall'), undoes: 'event-1' });
    given(organisationDecider, founded, renamed('Hall', 'Guild'), renamed('Guild', 'Hall'))
      .when(undo('event-2'))
      .then({ ...renamed('Hall', 'Guild'), undoes: 'event-2' });
  });

  it('is refused when a later name came, when the event is unknown, and when there is no way back', () => {
    given(organisationDecider, founded, renamed('Hall', 'Guild'), renamed('House', 'Hall'))
      .when(undo('event-1'))
      .thenRefused('UNDO_SUPERSEDED');
    given(organisationDecider, founded).when(undo('elsewhere')).thenRefused('UNDO_UNKNOWN', { eventId: 'elsewhere' });
    given(organisationDecider, founded)
      .when(undo('event-0'))
      .thenRefused('UNDO_IMPOSSIBLE', { type: 'OrganisationFounded' });
    given(organisationDecider, founded, viewport)
      .when(undo('event-1'))
      .thenRefused('UNDO_IMPOSSIBLE', { type: 'CanvasViewportSet' });
  });
});
