import type { CommandAnswer } from '../declarations/answer.js';

/** `GET /organisation` */
export interface OrganisationView {
  id: string;
  name: string;
  founded_at: string;
  viewport: { x: number; y: number; zoom: number };
}
/** Answer to a change of the organisation. */
export interface ChangedOrganisation extends CommandAnswer {
  status: 'updated';
}
