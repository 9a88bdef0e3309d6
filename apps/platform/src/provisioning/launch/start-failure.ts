import { causeOfRefusal, GuildhallError, type Cause } from '@guildhall/contracts';
import { BackendFailure } from '../../backend-port/backend.js';

/** Why a start failed. `said`: what the engine or the system said of it; null: the cause says all. */
export interface StartFailure {
  cause: Cause;
  said: string | null;
}

export const startFailureOf = (error: unknown): StartFailure => {
  const refusal = error instanceof BackendFailure ? error.cause : null;
  if (refusal instanceof GuildhallError) return failureOfRefusal(refusal);
  const said = error instanceof Error ? error.message : String(error);
  return { cause: { code: error instanceof BackendFailure ? error.code : 'START_FAILED' }, said };
};

const failureOfRefusal = (refusal: GuildhallError): StartFailure => {
  const cause = causeOfRefusal(refusal);
  const { reason } = refusal.details;
  return { cause, said: typeof reason === 'string' && cause.details?.['reason'] === undefined ? reason : null };
};
