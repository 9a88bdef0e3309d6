import { causeSentence, type HeartbeatBody } from '@guildhall/contracts';
import { conditionChange } from './agent-condition.js';

const beat = (body: Partial<HeartbeatBody>): HeartbeatBody => ({ workspace_id: 'a', ...body });

describe('what a beat says about how an agent does', () => {
  it.each<[sentence: string, isDegraded: boolean, body: Partial<HeartbeatBody>, change: string | null]>([
    ['is nothing without a report', false, {}, null],
    ['is nothing below half of the calls failing', false, { error_rate: 0.49 }, null],
    ['is degraded from half on', false, { error_rate: 0.5 }, 'degraded: error rate 50 %'],
    [
      'names the sample',
      false,
      { error_rate: 0.62, sample_error: 'no key\nat line 3' },
      'degraded: error rate 62 %: no key',
    ],
    ['is degraded when wedged', false, { error_rate: 0, runtime_state: 'wedged' }, 'degraded: wedged'],
    ['is said once', true, { error_rate: 0.9, runtime_state: 'wedged' }, null],
    ['stays between the borders', true, { error_rate: 0.3, runtime_state: '' }, null],
    ['stays at the lower border', true, { error_rate: 0.1, runtime_state: '' }, null],
    ['has recovered below it', true, { error_rate: 0.04 }, 'recovered: error rate 4 %'],
    ['has not recovered while wedged', true, { error_rate: 0, runtime_state: 'wedged' }, null],
    [
      'has recovered when an agent without a rate says so',
      true,
      { runtime_state: '' },
      'recovered: the agent reports that it is healthy',
    ],
    ['has not recovered by silence', true, {}, null],
    [
      'leaves the rate to a runtime that manages its status',
      false,
      { error_rate: 1, runtime_metadata: { capabilities: { status_mgmt: true } } },
      null,
    ],
    [
      'believes its wedge all the same',
      false,
      { runtime_state: 'wedged', runtime_metadata: { capabilities: { status_mgmt: true } } },
      'degraded: wedged',
    ],
  ])('%s', (_sentence, isDegraded, body, expected) => {
    const change = conditionChange(isDegraded, beat(body));
    const said = change?.type === 'degraded' ? change.said : null;
    expect(change && `${change.type}: ${causeSentence(change.cause, said)}`).toBe(expected);
  });
});
