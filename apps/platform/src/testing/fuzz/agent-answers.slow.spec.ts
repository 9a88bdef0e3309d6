import { errorRegistry, type Json } from '@guildhall/contracts';
import fc from 'fast-check';
import { PlatformPlace, type Answer } from '../platform-place.suite.js';
import { AnsweringAgent, type AgentAnswer } from './answering-agent.suite.js';
import { changed, fixedSeed, oddValue } from './changed-json.suite.js';

const parts = [{ kind: 'text', text: 'Done.' }];
const message = { kind: 'message', messageId: 'm-2', role: 'agent', contextId: 'c-1', parts };
const task = (state: string): Json => ({
  kind: 'task',
  id: 'task-1',
  contextId: 'c-1',
  status: { state, timestamp: '2026-11-23T10:00:00.000Z', message },
  artifacts: [{ artifactId: 'a-1', name: 'report', parts: [...parts, { kind: 'data', data: { rows: [1, 2] } }] }],
  history: [message],
});
const result = (of: Json): Json => ({ jsonrpc: '2.0', id: 'm-1', result: of });
/** As agents of the usual kits answer. */
const recorded: Json[] = [
  result(message),
  ...['completed', 'input-required', 'failed', 'canceled', 'rejected', 'unknown'].map((state) => result(task(state))),
  { jsonrpc: '2.0', id: 'm-1', error: { code: -32_603, message: 'Internal error', data: { reason: 'no model' } } },
];
/** Only its changes are sent: the platform asks for such a task until the time is up. */
const working = result(task('working'));

const json = (value: Json): Buffer => Buffer.from(JSON.stringify(value));
const plain = { status: 200, contentType: 'application/json', isCut: false };

/** Bytes that are no JSON, or more of it than anybody asked for. */
const brokenBody: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom('', ' ', 'null', '[]', '"text"', '{', '{"result":', 'NaN', '<html>', 'data: {"x":1}\n\n', '\uFEFF{}')
    .map((text) => Buffer.from(text)),
  fc.constant(Buffer.from(`{"result":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)),
  fc.constant(Buffer.from(`{"result":{"kind":"message","parts":[{"kind":"text","text":"${'x'.repeat(300_000)}"}]}}`)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(...recorded)
    .chain((value) => fc.nat(json(value).length).map((length) => json(value).subarray(0, length))),
);

const answer: fc.Arbitrary<AgentAnswer> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...recorded)
      .chain(changed)
      .map((value) => ({ ...plain, body: json(value) })),
  },
  { weight: 1, arbitrary: changed(working).map((value) => ({ ...plain, body: json(value) })) },
  { weight: 1, arbitrary: oddValue.map((value) => ({ ...plain, body: json(value) })) },
  {
    weight: 3,
    arbitrary: fc.record({
      status: fc.constantFrom(200, 200, 200, 201, 204, 206, 301, 400, 401, 404, 429, 500, 503),
      contentType: fc.constantFrom(
        'application/json',
        'text/html',
        'text/event-stream',
        'application/json; charset=utf-16',
        '',
      ),
      body: brokenBody,
      isCut: fc.boolean(),
    }),
  },
);

const request = {
  jsonrpc: '2.0',
  id: 'm-1',
  method: 'message/send',
  params: { message: { kind: 'message', role: 'user', parts: [{ kind: 'text', text: 'Begin.' }] } },
};
const codes = new Set(Object.keys(errorRegistry));

/** The platform runs in this process: an error that nothing handles fails the test by itself. */
describe('messages, whatever agents answer', () => {
  let place: PlatformPlace;
  let agent: AnsweringAgent;
  let count = 0;

  beforeAll(async () => {
    agent = await AnsweringAgent.listening();
    place = await PlatformPlace.started({
      GUILDHALL_REQUESTS_PER_SECOND: '1000000',
      GUILDHALL_AGENT_TIMEOUT_MS: '1000',
    });
  });
  afterAll(async () => {
    await place.remove();
    agent.close();
  });

  /** What a caller gets when the agent of a fresh workspace answers so. */
  const asked = async (given: AgentAnswer): Promise<Answer> => {
    count += 1;
    const name = `agent-${count}`;
    const { id } = await place.external(name, { url: agent.prepare(name, given) });
    const outcome = await place.ask('POST', `/workspaces/${id}/a2a`, request, undefined, { 'x-timeout': '20' });
    expect(agent.asked).toContain(name);
    return outcome;
  };

  it.each(recorded)('take %j', async (value) => {
    const { status, body } = await asked({ ...plain, body: json(value) });
    if (status !== 200) expect(body['code']).toBe('AGENT_FAILED');
  });

  it('end when a task is named by more than an event holds', async () => {
    const endless = { ...plain, body: json(result({ ...(task('working') as object), id: 'x'.repeat(100_000) })) };
    expect((await asked(endless)).body['code']).toBe('AGENT_BAD_ANSWER');
  });

  it('end with the answer or with a code that says what was wrong', async () => {
    const several = fc.array(answer, { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(several, async (answers) => {
        for (const { status, body } of await Promise.all(answers.map(asked))) {
          if (status === 200) expect(body['jsonrpc']).toBe('2.0');
          else expect(codes).toContain(body['code']);
          expect(body['code']).not.toBe('INTERNAL');
          expect(body['queued']).toBeUndefined();
        }
      }),
      { seed: fixedSeed, numRuns: 25, endOnFailure: true },
    );
    expect((await place.ask('GET', '/history/state')).status).toBe(200);
  }, 120_000);
});
