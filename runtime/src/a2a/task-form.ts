import { Role, TaskState, type Artifact, type Message, type Part, type Task, type TaskStatus } from '@a2a-js/sdk';
import type { Answer, KnownMessage } from '../state/answer-journal.js';

const states = {
  completed: TaskState.TASK_STATE_COMPLETED,
  failed: TaskState.TASK_STATE_FAILED,
  canceled: TaskState.TASK_STATE_CANCELED,
} as const;

interface OfTask {
  taskId: string;
  contextId: string;
}

const textPart = (value: string): Part => ({
  content: { $case: 'text', value },
  mediaType: 'text/plain',
  filename: '',
  metadata: undefined,
});

/** The agent's message in a task's status. Its id derives from the task, so that a repetition looks the same. */
const statement = ({ taskId, contextId }: OfTask, text: string): Message => ({
  messageId: `${taskId}-status`,
  contextId,
  taskId,
  role: Role.ROLE_AGENT,
  parts: [textPart(text)],
  metadata: undefined,
  extensions: [],
  referenceTaskIds: [],
});

/** Status of a task that has not ended. */
export const openStatus = (state: TaskState, at: string): TaskStatus => ({ state, message: undefined, timestamp: at });

/** Status of an ended task, with the reason if there is no answer. */
export const endStatus = (of: OfTask, answer: Answer): TaskStatus => ({
  state: states[answer.state],
  message: answer.state === 'completed' ? undefined : statement(of, answer.text),
  timestamp: answer.at,
});

/** The program's output as the task's only artifact. */
export const answerArtifact = (taskId: string, answer: Answer): Artifact => ({
  artifactId: `${taskId}-answer`,
  name: 'answer',
  description: '',
  parts: [textPart(answer.text === '' ? '(The program printed nothing.)' : answer.text)],
  metadata: undefined,
  extensions: [],
});

/** Machine-readable facts about the end. */
export const endMetadata = (answer: Answer): Record<string, unknown> | undefined =>
  answer.exitCode === null ? undefined : { exit_code: answer.exitCode };

/** A task from the journal, in the 1.0 form of the SDK. */
export const taskOf = (message: KnownMessage): Task => {
  const { taskId: id, contextId, answer, at } = message;
  if (answer === null) {
    return {
      id,
      contextId,
      status: openStatus(TaskState.TASK_STATE_WORKING, at),
      artifacts: [],
      history: [],
      metadata: undefined,
    };
  }
  return {
    id,
    contextId,
    status: endStatus(message, answer),
    artifacts: answer.state === 'completed' ? [answerArtifact(id, answer)] : [],
    history: [],
    metadata: endMetadata(answer),
  };
};
