import type { Cause, HeartbeatBody } from '@guildhall/contracts';

/** Share of failed calls from which an agent counts as degraded, and below which it has recovered. */
const degradedFrom = 0.5;
const recoveredBelow = 0.1;

/** `said`: the error that the agent gave as a sample; null: none. */
export type ConditionChange =
  { type: 'degraded'; cause: Cause; said: string | null } | { type: 'recovered'; cause: Cause };

const errorRate = (rate: number): Cause => ({ code: 'error_rate', details: { percent: Math.round(rate * 100) } });

/**
 * What a heartbeat says about the health of an agent; null: no change. Between the two limits it stays what it was, so that an
 * agent at a border does not flicker.
 */
export const conditionChange = (
  isDegraded: boolean,
  { error_rate, sample_error, runtime_state, runtime_metadata }: HeartbeatBody,
): ConditionChange | null => {
  const isWedged = runtime_state === 'wedged';
  const rate = judgesItself(runtime_metadata) ? undefined : error_rate;
  if (isWedged && !isDegraded) return { type: 'degraded', cause: { code: 'wedged' }, said: firstLine(sample_error) };
  if (rate !== undefined && rate >= degradedFrom && !isDegraded)
    return { type: 'degraded', cause: errorRate(rate), said: firstLine(sample_error) };
  if (!isDegraded || isWedged) return null;
  if (rate === undefined)
    return runtime_state === '' ? { type: 'recovered', cause: { code: 'reports_healthy' } } : null;
  return rate < recoveredBelow ? { type: 'recovered', cause: errorRate(rate) } : null;
};

/** A runtime that manages its status reports only what it cannot mend. */
const judgesItself = (metadata: HeartbeatBody['runtime_metadata']): boolean => {
  const capabilities = metadata?.['capabilities'] as { status_mgmt?: unknown } | undefined;
  return capabilities?.status_mgmt === true;
};

const longestSample = 200;

/** Only the first line: an agent's error may carry anything. */
const firstLine = (sample: string | undefined): string | null => {
  const line = sample?.split('\n', 1)[0]?.trim().slice(0, longestSample) ?? '';
  return line === '' ? null : line;
};
