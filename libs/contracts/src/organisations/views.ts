import type { CommandAnswer } from '../declarations/answer.js';
import type { Position } from '../ids.js';

/** `GET /organisation` */
export interface OrganisationView {
  id: string;
  name: string;
  founded_at: string;
  viewport: { x: number; y: number; zoom: number };
  /** Of the last event folded into it. */
  position: Position;
}
/** Answer to a change of the organisation. */
export interface ChangedOrganisation extends CommandAnswer {
  status: 'updated';
}
