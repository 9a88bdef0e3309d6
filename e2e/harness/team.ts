import { until, type Installation } from '@guildhall/testing';
import type { AgentHost } from './agent-host.ts';

/** Long enough for twenty starts at a busy engine: a test that passes never waits for it. */
const longestWaitMs = 60_000;

export interface Seen {
  id: string;
  name: string;
  parent_id: string | null;
  status: string;
  status_cause: string | null;
  incarnation: number;
  backend: string | null;
  failure: { code: string } | null;
}

/** The workspaces of one installation, operated over HTTP. */
export class Team {
  readonly ids: string[] = [];
  private readonly installation: Installation;

  constructor(installation: Installation) {
    this.installation = installation;
  }

  async create(name: string, facts: Record<string, unknown> = { command: 'cat' }): Promise<string> {
    const { status, body } = await this.installation.request<{ id: string }>('POST', '/workspaces', { name, ...facts });
    if (status !== 201) throw new Error(`${name} was refused: ${JSON.stringify(body)}`);
    this.ids.push(body.id);
    return body.id;
  }

  /** Waits for a workspace of that name: the list lags behind the log. */
  named(name: string): Promise<Seen> {
    return until(`a workspace called ${name}`, async () => {
      const { body } = await this.installation.request<Seen[]>('GET', '/workspaces');
      return body.find((row) => row.name === name);
    });
  }

  /** All workspaces so far. The list lags behind the log, so another one is created and awaited. */
  async all(): Promise<Seen[]> {
    const mark = { name: 'Mark', external: true };
    const { body } = await this.installation.request<{ id: string; position: string }>('POST', '/workspaces', mark);
    this.ids.push(body.id);
    const list = `/workspaces?min_position=${body.position}`;
    const { body: rows } = await this.installation.request<Seen[]>('GET', list);
    return rows.filter(({ name }) => name !== mark.name);
  }

  async see(id: string): Promise<Seen> {
    return (await this.installation.request<Seen>('GET', `/workspaces/${id}`)).body;
  }

  /** Waits for a status and the condition `also`, and returns the workspace. */
  async comes(id: string, status: string, also: (seen: Seen) => boolean = () => true): Promise<Seen> {
    let last: Seen | null = null;
    try {
      const seen = async (): Promise<Seen | null> => {
        last = await this.see(id);
        return last.status === status && also(last) ? last : null;
      };
      return await until(`${id} to be ${status}`, seen, { timeoutMs: longestWaitMs });
    } catch (error) {
      throw new Error(`it is ${JSON.stringify(last)}`, { cause: error });
    }
  }

  /**
   * A workspace that has failed because its agent was frozen before it came online; `whileStarting` looks at it before
   * that. An agent that was quicker is removed, and another one tried.
   */
  async failsToStart(
    name: string,
    host: AgentHost,
    whileStarting: (id: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<Seen> {
    for (;;) {
      const id = await this.create(name);
      await until('the agent to run', () => host.running(this.ids).includes(id), { everyMs: 2 });
      host.freeze(id);
      if ((await this.see(id)).status === 'provisioning') await whileStarting(id);
      const started = async (): Promise<Seen | null> => {
        const seen = await this.see(id);
        return seen.status === 'provisioning' ? null : seen;
      };
      const seen = await until(`the start of ${id} to end`, started, { timeoutMs: longestWaitMs });
      if (seen.status === 'failed') return seen;
      await this.installation.request('DELETE', `/workspaces/${id}?confirm=true`);
    }
  }

  do(id: string, action: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    return this.installation.request('POST', `/workspaces/${id}/${action}`, body);
  }

  /** Events of a workspace, in order. */
  async history(id: string): Promise<{ type: string; data: Record<string, unknown> }[]> {
    const { body } = await this.installation.request<{ items: { type: string; data: Record<string, unknown> }[] }>(
      'GET',
      `/history?limit=500&workspace=${id}`,
    );
    return body.items;
  }

  /** Sends a text and waits for the answer, at most `seconds`. */
  async ask(id: string, text: string, seconds = 20): Promise<{ status: number; text: string }> {
    const message = { role: 'user', parts: [{ kind: 'text', text }] };
    const { status, body } = await this.installation.request(
      'POST',
      `/workspaces/${id}/a2a`,
      { jsonrpc: '2.0', id: 1, method: 'message/send', params: { message } },
      { 'x-timeout': String(seconds) },
    );
    return { status, text: JSON.stringify(body) };
  }
}
