/** What other slices may use of this one. */
export { type OrganisationCommand, organisationStream } from './organisation.stream.js';
