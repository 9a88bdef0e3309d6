import { recordedCause } from '../declarations/cause.js';
import type { UpcastStep } from '../declarations/event.js';

/** Version 1 of `OrganisationImported` stored the sentence of the error that stopped the import. */
export const errorAsCause: UpcastStep = ({ error, ...data }) => ({
  ...data,
  error: error == null ? null : { code: recordedCause, recorded: String(error) },
});
