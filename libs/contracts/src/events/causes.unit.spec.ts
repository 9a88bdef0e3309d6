import { causeOfRefusal, causeSentence, causeSentences } from './causes.js';

describe('the sentence of a cause', () => {
  it('is filled by its details', () => {
    expect(causeSentence({ code: 'silent_but_running', details: { seconds: 5, place: 'process' } })).toBe(
      'no heartbeat for 5 s; its process still runs',
    );
  });

  it('shows codes as words where the sentence asks for it', () => {
    expect(causeSentence({ code: 'agent_not_ready', details: { status: 'awaiting_agent' } })).toBe(
      'the agent is awaiting agent',
    );
  });

  it('takes a name with blanks from the subject', () => {
    expect(causeSentence({ code: 'RUNTIME_WITHOUT_BACKEND', subject: 'my runtime' })).toBe(
      'No backend here can run the runtime "my runtime".',
    );
  });

  it.each([
    [{ code: 'AGENT_BAD_ANSWER', details: { reason: 'answer_empty' } }, null, 'is not valid A2A: it is empty.'],
    [{ code: 'AGENT_DIED', details: { reason: 'ECONNRESET' } }, null, 'broke while it worked: ECONNRESET.'],
    [{ code: 'AGENT_FAILED' }, 'no key', 'The agent reported an error: no key.'],
    [{ code: 'AGENT_FAILED' }, null, 'The agent reported an error.'],
    [{ code: 'error_rate', details: { percent: 62 } }, 'no key', 'error rate 62 %: no key'],
    [
      { code: 'crash_loop_after', details: { reason: 'ended_unseen', place: 'process', crashes: 5, minutes: 5 } },
      null,
      'the process is gone; crashed 5 times in 5 minutes',
    ],
    [
      { code: 'crash_loop_after', details: { reason: 'recorded', crashes: 5, minutes: 5 }, recorded: 'it fell' },
      null,
      'it fell; crashed 5 times in 5 minutes',
    ],
  ])('says the reason by its code or in the words of the agent: %j', (cause, words, sentence) => {
    expect(causeSentence(cause, words)).toContain(sentence);
  });

  it('of an older version is the recorded one', () => {
    expect(causeSentence({ code: 'recorded', recorded: 'it was Monday' })).toBe('it was Monday');
    expect(causeSentence({ code: 'AGENT_FAILED', recorded: 'it was Monday' })).toBe('it was Monday');
  });

  it('of an unknown code is readable', () => {
    expect(causeSentence({ code: 'from_the_future', details: { a: 1 } })).toBe('from the future');
    expect(causeSentence({ code: 'FROM_THE_FUTURE' }, 'boom')).toBe('from the future: boom');
    expect(causeSentence({ code: 'toString' })).toBe('tostring');
  });

  it.each(Object.entries(causeSentences))('has a code that is no sentence: %s', (code, sentence) => {
    expect(code).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(sentence).toMatch(/[^.]$/);
    expect(causeSentence({ code })).not.toMatch(/undefined|NaN|\{/);
  });
});

describe('a refusal as a cause', () => {
  it('keeps codes and numbers, and one name', () => {
    const details = { id: 'w', path: 'my file.txt', limit: 5, reason: 'It is too large.', list: [1] };
    expect(causeOfRefusal({ code: 'FILE_TOO_LARGE', details })).toEqual({
      code: 'FILE_TOO_LARGE',
      details: { id: 'w', limit: 5 },
      subject: 'my file.txt',
    });
  });

  it('keeps a reason that is a code, and no other', () => {
    expect(causeOfRefusal({ code: 'X', details: { reason: 'ENOENT' } })).toEqual({
      code: 'X',
      details: { reason: 'ENOENT' },
    });
    expect(causeOfRefusal({ code: 'X', details: { reason: 'it is late' } })).toEqual({ code: 'X' });
  });
});
