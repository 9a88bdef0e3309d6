import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Role, type SendMessageRequest, type Task } from '@a2a-js/sdk';
import { ServerCallContext } from '@a2a-js/sdk/server';
import { Executions } from '../command/executions.js';
import { AnswerJournal } from '../state/answer-journal.js';
import { removeFolder, temporaryFolder } from '../testing/agent-process.suite.js';
import { directCard } from './agent-card.js';
import { CommandExecutor } from './command-executor.js';
import { IdempotentRequestHandler } from './idempotent-request-handler.js';

const request: SendMessageRequest = {
  tenant: '',
  message: {
    messageId: 'same',
    contextId: '',
    taskId: '',
    role: Role.ROLE_USER,
    parts: [{ content: { $case: 'text', value: 'once' }, mediaType: '', filename: '', metadata: undefined }],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  },
  configuration: undefined,
  metadata: undefined,
};

it('executes a message once that arrives several times at the same moment', async () => {
  const folder = temporaryFolder();
  const journal = AnswerJournal.open(folder);
  const executions = new Executions(
    {
      agent: { workspaceId: 'w', platformUrl: '', tier: '', token: 't', passedOn: [] },
      command: ['sh', '-c', 'echo run >> runs; cat'],
      directory: folder,
      timeoutMs: 10_000,
    },
    journal,
    () => undefined,
  );
  const card = directCard({ name: 'a', program: 'sh' }, 'http://agent/');
  const executor = new CommandExecutor(executions, (key) => handler.begun(key));
  const handler = new IdempotentRequestHandler(card, executor, executions, journal);
  const answers = await Promise.all([1, 2, 3].map(() => handler.sendMessage(request, new ServerCallContext())));
  expect(new Set(answers.map((answer) => (answer as Task).id)).size).toBe(1);
  expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('run\n');
  journal.close();
  removeFolder(folder);
});
