import type { OrganisationFact, OrganisationView } from '@guildhall/contracts';
import { documentView } from '../engine/view/document-view.js';

/** The organisations of this installation. */
export const organisationView = documentView<OrganisationView, OrganisationFact>({
  name: 'organisation',
  version: 1,
  indexes: [],
  handles: ['OrganisationFounded', 'OrganisationRenamed', 'CanvasViewportSet'],
  begins: ['OrganisationFounded'],
  key: (event) => event.data.org,
  fold: (organisation, { type, data, metadata, position }) => {
    if (type === 'OrganisationFounded') {
      return {
        id: data.org,
        name: data.name,
        founded_at: metadata.recordedAt,
        viewport: { x: 0, y: 0, zoom: 1 },
        position,
      };
    }
    if (organisation === null) throw new Error(`the organisation ${data.org} was not founded before`);
    if (type === 'OrganisationRenamed') return { ...organisation, name: data.name, position };
    if (type === 'OrganisationImported') return organisation;
    return { ...organisation, viewport: { x: data.x, y: data.y, zoom: data.zoom }, position };
  },
});
