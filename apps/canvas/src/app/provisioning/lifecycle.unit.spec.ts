import type { AgentStatus } from '@guildhall/contracts';
import { agentStatuses } from '@guildhall/contracts';
import { workspace } from '../testing/samples.js';
import { lifecycleActions, refusalOf, type LifecycleAction, type Situation } from './lifecycle.js';

const situation = (status: AgentStatus, more: Partial<Situation> = {}): Situation => ({
  workspace: workspace('a', { status }),
  team: [],
  pausedAbove: null,
  isBusy: false,
  frozen: null,
  ...more,
});
const possible = (given: Situation): LifecycleAction[] =>
  lifecycleActions.filter((action) => refusalOf(action, given) === null);

describe('what can be done to an agent', () => {
  it.each<[AgentStatus, LifecycleAction[]]>([
    ['online', ['restart', 'restart-template', 'reset', 'pause', 'hibernate']],
    ['degraded', ['restart', 'restart-template', 'reset', 'pause', 'hibernate']],
    ['provisioning', ['restart', 'restart-template', 'reset', 'pause', 'hibernate']],
    ['offline', ['restart', 'restart-template', 'reset', 'pause']],
    ['failed', ['restart', 'restart-template', 'reset', 'pause']],
    ['paused', ['resume']],
    ['hibernated', ['restart', 'restart-template', 'reset', 'pause', 'wake']],
  ])('while it is %s', (status, actions) => expect(possible(situation(status))).toEqual(actions));

  it('offers only a pause for external agents', () => {
    const external = workspace('a', { runtime: 'external', status: 'online' });
    expect(possible(situation('online', { workspace: external }))).toEqual(['pause']);
  });

  it('pauses the rest of a team, and resumes it, when only its lead is paused', () => {
    const given = situation('paused', { team: [workspace('b')] });
    expect(possible(given)).toEqual(['pause', 'resume']);
  });

  it('names the workspace to resume first', () => {
    const given = situation('offline', { pausedAbove: 'Front desk' });
    expect(refusalOf('restart', given)).toBe('Front desk, above it, is paused. Resume it first.');
    expect(refusalOf('resume', { ...given, workspace: workspace('a', { status: 'paused' }) })).toContain('Front desk');
  });

  it.each(agentStatuses)('does nothing to a %s one in the past, while busy, or after its removal', (status) => {
    const removed = workspace('a', { status, removed: { removalId: 'r', at: '' } });
    expect(possible(situation(status, { frozen: 'The past.' }))).toEqual([]);
    expect(possible(situation(status, { isBusy: true }))).toEqual([]);
    expect(possible(situation(status, { workspace: removed }))).toEqual([]);
    expect(refusalOf('pause', situation(status, { frozen: 'The past.' }))).toBe('The past.');
  });
});
