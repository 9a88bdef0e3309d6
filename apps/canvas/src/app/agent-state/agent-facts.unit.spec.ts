import type { RestartReason } from '@guildhall/contracts';
import { workspace } from '../testing/samples.js';
import { isAlarming, isolationOf, restartSentence, restartsOf, shownCause, whereOf } from './agent-facts.js';

describe('facts about an agent in words', () => {
  it.each([
    ['external', null, 'external'],
    ['external', 'process', 'external'],
    ['command', 'process', 'process'],
    ['command', 'docker', 'docker'],
    ['langgraph', null, 'none'],
  ])('runtime %s on %s runs at %s', (runtime, backend, kind) => expect(whereOf({ runtime, backend }).kind).toBe(kind));

  it('promises walls only where there is a container', () => {
    expect(isolationOf({ tier: 1, backend: 'process' })).toEqual({
      words: 'Not isolated (local process)',
      isWarning: true,
    });
    expect(isolationOf({ tier: 1, backend: 'docker' })).toEqual({ words: 'T1, sandboxed', isWarning: false });
    expect(isolationOf({ tier: 1, backend: null })).toEqual({ words: 'T1, sandboxed', isWarning: false });
    expect(isolationOf({ tier: 4, backend: 'docker' })).toEqual({ words: 'T4, on the host', isWarning: true });
  });

  it.each([
    [0, 0],
    [1, 0],
    [4, 3],
  ])('incarnation %d is %d restarts', (incarnation, restarts) => expect(restartsOf({ incarnation })).toBe(restarts));

  it('gives a cause only where it says more than the state', () => {
    const causeOf = (status: 'online' | 'paused' | 'failed', code: string, details = {}) =>
      shownCause(workspace('a', { status, cause: { code, details } }));
    expect(causeOf('online', 'registered')).toBeNull();
    expect(causeOf('online', 'ENGINE_UNREACHABLE')).toBe('The container engine does not answer.');
    expect(causeOf('paused', 'paused')).toBeNull();
    expect(causeOf('paused', 'requested')).toBe('Requested by an operator or agent');
    expect(causeOf('paused', 'paused_with_team')).toBe('Paused with its team');
    expect(causeOf('failed', 'crash_loop', { crashes: 5, minutes: 5 })).toBe('Crashed 5 times in 5 minutes');
  });

  it("adds the agent's own words to the cause that they explain, and to no other", () => {
    const degraded = workspace('a', { status: 'degraded', cause: { code: 'error_rate', details: { percent: 62 } } });
    expect(shownCause(degraded, { code: 'error_rate', text: 'no key' })).toBe('Error rate 62 %: no key');
    expect(shownCause(degraded, { code: 'START_FAILED', text: 'no image' })).toBe('Error rate 62 %');
  });

  it('gives an alarming cause a line of its own', () => {
    expect(isAlarming({ status: 'failed' })).toBe(true);
    expect(isAlarming({ status: 'paused' })).toBe(false);
  });

  it.each<[RestartReason[], string | null]>([
    [[], null],
    [['model'], 'Restart due: model changed since this agent started.'],
    [
      ['access', 'configuration', 'tier'],
      'Restart due: folder, configuration and isolation changed since this agent started.',
    ],
  ])('explains a restart that is due to %j', (restartDue, sentence) =>
    expect(restartSentence({ restartDue })).toBe(sentence),
  );
});
