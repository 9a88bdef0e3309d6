import { TaskState } from '@a2a-js/sdk';
import {
  AgentEvent,
  STATE_HEADERS_KEY,
  type AgentExecutor,
  type ExecutionEventBus,
  type RequestContext,
} from '@a2a-js/sdk/server';
import type { Executions } from '../command/executions.js';
import { incomingMessage } from './incoming-message.js';
import { answerArtifact, endMetadata, endStatus, openStatus } from './task-form.js';

const header = (context: RequestContext, name: string): string => {
  const headers = context.context.state.get(STATE_HEADERS_KEY) as
    Record<string, string | string[] | undefined> | undefined;
  const value = headers?.[name];
  return typeof value === 'string' ? value : '';
};

/** Publishes one command execution as an A2A task: first the task, then its artifact, then its end. */
export class CommandExecutor implements AgentExecutor {
  constructor(
    private readonly executions: Executions,
    private readonly begun: (key: string) => void,
  ) {}

  readonly execute = async (context: RequestContext, bus: ExecutionEventBus): Promise<void> => {
    const { taskId, contextId, userMessage } = context;
    const message = incomingMessage(userMessage);
    const done = this.executions.start({
      ...message,
      taskId,
      hop: header(context, 'x-guildhall-hop'),
      traceparent: header(context, 'traceparent'),
    });
    this.begun(message.key);
    const status = openStatus(TaskState.TASK_STATE_WORKING, new Date().toISOString());
    bus.publish(
      AgentEvent.task({ id: taskId, contextId, status, artifacts: [], history: [userMessage], metadata: undefined }),
    );
    const answer = await done;
    if (answer.state === 'completed') {
      const artifact = answerArtifact(taskId, answer);
      bus.publish(
        AgentEvent.artifactUpdate({ taskId, contextId, artifact, append: false, lastChunk: true, metadata: undefined }),
      );
    }
    const end = endStatus({ taskId, contextId }, answer);
    bus.publish(AgentEvent.statusUpdate({ taskId, contextId, status: end, metadata: endMetadata(answer) }));
  };

  readonly cancelTask = async (taskId: string): Promise<void> => {
    await this.executions.cancel(taskId);
  };
}
