import { outcomeOf } from './a2a-message.js';

const task = (state: string, id: string | null = 'task-1') => ({
  kind: 'task',
  ...(id === null ? {} : { id }),
  status: { state },
});

describe('what the result of an agent says', () => {
  it.each([
    [{ kind: 'message', parts: [] }, { kind: 'answered' }],
    [task('completed'), { kind: 'answered' }],
    [task('input-required'), { kind: 'answered' }],
    [task('working'), { kind: 'working', taskId: 'task-1' }],
    [task('rejected'), { kind: 'failed', reason: 'task_ended', state: 'rejected' }],
    [{ kind: 'task' }, { kind: 'invalid', reason: 'answer_of_no_kind' }],
    [task('working', null), { kind: 'invalid', reason: 'task_without_id' }],
    [task('working', 'x'.repeat(201)), { kind: 'invalid', reason: 'task_id_too_long', details: { limit: 200 } }],
  ])('%j', (result, outcome) => expect(outcomeOf(result)).toEqual(outcome));

  it('takes no words of the agent for a state', () => {
    const outcome = outcomeOf(task('lost my key sk-123'));
    expect(outcome).toEqual({ kind: 'invalid', reason: 'task_in_unknown_state' });
  });
});
