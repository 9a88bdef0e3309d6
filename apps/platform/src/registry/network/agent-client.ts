import {
  causeOfRefusal,
  GuildhallError,
  type CauseCode,
  type CauseDetails,
  type JsonObject,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { Agent, request } from 'undici';
import { BackendFailure } from '../../backend-port/backend.js';
import { NetworkGuard, type CheckedTarget } from './network-guard.js';
import { pinned } from './pinned-lookup.js';
import { StartedAgents } from './started-agents.js';
import { depthLimit, isDeeperThan } from '../../http/validation/json-depth.js';

/** Largest answer of an agent, in bytes. */
const answerLimit = 10 * 1_048_576;

/** What an A2A call came to: a result of the agent. Everything else is an AgentCallFailed. */
export type AgentResult = JsonObject;

export type AgentFailure = 'unreachable' | 'died' | 'no-answer' | 'bad-answer' | 'refused';

/**
 * A call that brought no result. `unreachable`: it certainly was not delivered. `details` are those of the cause, with
 * the code of the `reason`; `words` are the agent's own.
 */
export class AgentCallFailed extends Error {
  constructor(
    readonly failure: AgentFailure,
    readonly details: CauseDetails = {},
    readonly words: string | null = null,
  ) {
    super(words ?? String(details['reason'] ?? failure));
    this.name = 'AgentCallFailed';
  }
}

/** Whom a call is for, and where that agent says it is. */
export interface CalledAgent {
  workspaceId: string;
  address: string;
}

const notDelivered = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'EAI_AGAIN',
]);

/** Posts A2A JSON-RPC to agents; connects only to the address that the guard has checked. */
@Injectable()
export class AgentClient {
  constructor(
    private readonly guard: NetworkGuard,
    private readonly started: StartedAgents,
  ) {}

  /** The `result` of the call. `headers` carry hop and trace. */
  async call(
    agent: CalledAgent,
    body: JsonObject,
    headers: Record<string, string>,
    timeoutMs: number,
  ): Promise<AgentResult> {
    const target = await this.checked(agent);
    const dispatcher = new Agent({
      connect: { lookup: pinned(target), timeout: 5_000 },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    try {
      return resultOf(await this.post(target.url, body, headers, dispatcher, AbortSignal.timeout(timeoutMs)));
    } catch (error) {
      throw failureOf(error, timeoutMs);
    } finally {
      void dispatcher.destroy();
    }
  }

  private async checked({ workspaceId, address }: CalledAgent): Promise<CheckedTarget> {
    try {
      return await this.guard.check(address, () => this.started.addressOf(workspaceId));
    } catch (error) {
      if (error instanceof GuildhallError)
        throw new AgentCallFailed('unreachable', { ...causeOfRefusal(error).details, reason: error.code });
      if (error instanceof BackendFailure) throw new AgentCallFailed('unreachable', { reason: error.code });
      throw error;
    }
  }

  private async post(
    url: URL,
    body: JsonObject,
    headers: Record<string, string>,
    dispatcher: Agent,
    signal: AbortSignal,
  ): Promise<string> {
    const answer = await request(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      dispatcher,
      signal,
    });
    const text = await limitedText(answer.body);
    if (answer.statusCode >= 300) throw failed('refused', 'answer_with_status', { status: answer.statusCode });
    return text;
  }
}

/** `reason`: a code of the causes of messages. */
const failed = (failure: AgentFailure, reason: CauseCode, details: CauseDetails = {}): AgentCallFailed =>
  new AgentCallFailed(failure, { ...details, reason });

const limitedText = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > answerLimit) throw failed('bad-answer', 'answer_too_large', { limit: answerLimit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The result of a JSON-RPC answer, or of a bare one as some agents give it. */
const resultOf = (text: string): AgentResult => {
  if (text.trim() === '') throw failed('bad-answer', 'answer_empty');
  if (isDeeperThan(depthLimit, text)) throw failed('bad-answer', 'answer_too_deep', { limit: depthLimit });
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw failed('bad-answer', 'answer_not_json');
  }
  if (!isObject(answer)) throw failed('bad-answer', 'answer_not_an_object');
  const { error, result } = answer;
  if (isObject(error))
    throw new AgentCallFailed('refused', {}, `${String(error['code'])}: ${String(error['message'])}`.slice(0, 1_000));
  if (!isObject(result)) throw failed('bad-answer', 'answer_without_result');
  return result;
};

const failureOf = (error: unknown, timeoutMs: number): AgentCallFailed => {
  if (error instanceof AgentCallFailed) return error;
  const { name, code } = error as Error & { code?: string };
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new AgentCallFailed('no-answer', { timeoutMs });
  }
  if (code !== undefined && notDelivered.has(code)) return new AgentCallFailed('unreachable', { reason: code });
  return new AgentCallFailed('died', { reason: code ?? name });
};
