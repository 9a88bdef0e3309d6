import type { CauseSentences } from '../declarations/cause.js';

/** Why a message waits or failed, besides the errors of the registry. */
export const messageCauses = {
  agent_not_ready: 'the agent is {status:words}',
  agent_unreachable: 'the agent cannot be reached: {reason}',
  agent_died_at_work: 'the agent died while it worked',
  outcome_unknown: 'the outcome of the last delivery is unknown',
  address_erased: 'its address was erased; it has to register again',
  text_erased: 'its text was erased',
  text_damaged: 'its stored text is damaged',
  answer_empty: 'it is empty',
  answer_not_json: 'it is not JSON',
  answer_not_an_object: 'it is not an object',
  answer_without_result: 'it has neither result nor error',
  answer_too_deep: 'it is nested deeper than {limit} levels',
  answer_too_large: 'it is larger than {limit} bytes',
  answer_with_status: 'it answered with status {status}',
  answer_of_no_kind: 'the result is neither a message nor a task',
  task_without_id: 'the task has no id',
  task_id_too_long: 'the id of the task is longer than {limit} characters',
  task_in_unknown_state: 'the task is in a state that A2A does not have',
  task_ended: 'the task ended as {state}',
} as const satisfies CauseSentences;
