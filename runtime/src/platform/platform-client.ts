import type { HeartbeatBody, RegisterAgentBody } from '@guildhall/contracts';

/** The platform's answer, by its meaning for the agent process. */
export type PlatformAnswer =
  | { kind: 'ok' }
  /** Final; `reason` is the platform's own sentence. */
  | { kind: 'refused'; reason: string }
  /** It answered but cannot serve the call now. */
  | { kind: 'busy'; reason: string }
  | { kind: 'away'; reason: string };

const answerWithinMs = 10_000;

/** The calls that an agent makes about itself, with its own token. */
export class PlatformClient {
  constructor(
    private readonly platformUrl: string,
    private readonly token: string,
  ) {}

  register(body: RegisterAgentBody, signal: AbortSignal): Promise<PlatformAnswer> {
    return this.post('/registry/register', body, signal);
  }

  heartbeat(body: HeartbeatBody, signal: AbortSignal): Promise<PlatformAnswer> {
    return this.post('/registry/heartbeat', body, signal);
  }

  /** The agent's `config.yaml` as data. Throws the platform's refusal. */
  async configuration(workspaceId: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.platformUrl}/workspaces/${workspaceId}/config`, {
      headers: { authorization: `Bearer ${this.token}` },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(problemOf(body).error ?? `status ${response.status}`);
    return (JSON.parse(body) as { data: Record<string, unknown> | null }).data ?? {};
  }

  /** Sends a message to the agent itself; `ok` once the message is stored. */
  send(workspaceId: string, { messageId, text }: { messageId: string; text: string }, signal: AbortSignal) {
    const message = { role: 'user', messageId, parts: [{ kind: 'text', text }] };
    const request = { jsonrpc: '2.0', id: messageId, method: 'message/send', params: { message } };
    return this.post(`/workspaces/${workspaceId}/a2a`, request, signal, { 'x-timeout': '1' });
  }

  private async post(
    path: string,
    body: object,
    signal: AbortSignal,
    headers: Record<string, string> = {},
  ): Promise<PlatformAnswer> {
    try {
      const response = await fetch(`${this.platformUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}`, ...headers },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
      });
      return meaningOf(response.status, await response.text());
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } };
      return { kind: 'away', reason: cause?.code ?? message };
    }
  }
}

/** A 404 without one of our codes comes from another program on that port, perhaps while the platform starts. */
const meaningOf = (status: number, text: string): PlatformAnswer => {
  if (status >= 200 && status < 300) return { kind: 'ok' };
  const problem = problemOf(text);
  const reason = problem.error ?? `status ${status}`;
  if (status === 401 || status === 403 || status === 410) return { kind: 'refused', reason };
  if ((status === 400 || status === 404) && problem.code !== undefined) return { kind: 'refused', reason };
  if (status === 409 && problem.code === 'STALE_INCARNATION') return { kind: 'refused', reason };
  return { kind: problem.code === undefined ? 'away' : 'busy', reason };
};

const problemOf = (text: string): { error?: string; code?: string } => {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return {};
    const { error, code, fields } = body as Record<string, unknown>;
    const details = Array.isArray(fields) ? ` ${JSON.stringify(fields)}` : '';
    return {
      ...(typeof error === 'string' ? { error: error + details } : {}),
      ...(typeof code === 'string' ? { code } : {}),
    };
  } catch {
    return {};
  }
};
