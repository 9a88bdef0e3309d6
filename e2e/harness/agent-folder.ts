import assert from 'node:assert/strict';
import { request as rawRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { checkAnswer, Installation, until } from '@guildhall/testing';

export interface Answer {
  status: number;
  body: Record<string, unknown> & { code?: string };
  headers: Headers;
}

interface FileEntry {
  path: string;
  size: number;
  dir: boolean;
}

/** The files of one local agent, over HTTP. */
export class AgentFolder {
  readonly installation: Installation;
  /** The agent's workspace. */
  readonly id: string;

  private constructor(installation: Installation, id: string) {
    this.installation = installation;
    this.id = id;
  }

  static async made(): Promise<AgentFolder> {
    const installation = await Installation.started();
    const { body } = await installation.request<{ id: string }>('POST', '/workspaces', {
      name: 'Coder',
      runtime: 'command',
      command: 'cat',
    });
    await until('the agent to be online', async () => {
      const answer = await installation.request<{ status: string }>('GET', `/workspaces/${body.id}`);
      return answer.body.status === 'online';
    });
    return new AgentFolder(installation, body.id);
  }

  /** On this machine. */
  get path(): string {
    return join(this.installation.dataDir, 'agents', this.id);
  }

  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.installation.request<Answer['body']>(method, `/workspaces/${this.id}${path}`, body, headers);
  }

  async done(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const answer = await this.ask(method, path, body, headers);
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer;
  }

  async refused(
    expected: [number, string],
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    const answer = await this.ask(method, path, body, headers);
    assert.deepEqual([answer.status, answer.body.code], expected, JSON.stringify(answer.body));
    return answer;
  }

  async list(query: string): Promise<FileEntry[]> {
    return (await this.done('GET', `/files?${query}`)).body as unknown as FileEntry[];
  }

  /** Sends a path unchanged; URL parsers of clients would normalise it. */
  raw(method: string, path: string, body?: string): Promise<[number, string]> {
    return this.plain({ method, path: `/workspaces/${this.id}${path}` }, (sent) => sent.end(body)).then(
      ({ statusCode, text: answer }) => [statusCode, (JSON.parse(answer) as { code: string }).code],
    );
  }

  /** Announces the length of a body that never arrives; the server must answer the announcement. */
  announced(length: number): Promise<{ statusCode: number; text: string }> {
    const path = `/workspaces/${this.id}/files/large.txt?root=workspace`;
    const headers = { 'content-length': String(length) };
    return this.plain({ method: 'PUT', path, headers }, (sent) => sent.flushHeaders());
  }

  async upload(
    parts: [field: string, name: string, content: string | Uint8Array<ArrayBuffer>][],
  ): Promise<[number, Record<string, unknown>]> {
    const form = new FormData();
    for (const [field, name, content] of parts) form.append(field, new Blob([content], { type: 'text/plain' }), name);
    const request = { method: 'POST', headers: this.credential, body: form };
    const answer = await this.installation.fetch(`/workspaces/${this.id}/chat/uploads`, request);
    return [answer.status, (await answer.json()) as Record<string, unknown>];
  }

  download(path: string): Promise<Response> {
    return this.installation.fetch(`/workspaces/${this.id}${path}`, { headers: this.credential });
  }

  private get credential(): { authorization: string } {
    return { authorization: `Bearer ${this.installation.adminToken}` };
  }

  private plain(
    options: RequestOptions & { method: string; path: string },
    send: (sent: ReturnType<typeof rawRequest>) => void,
  ): Promise<{ statusCode: number; text: string }> {
    const headers = { ...this.credential, 'content-type': 'application/json', ...(options.headers as object) };
    const address = { host: '127.0.0.1', port: this.installation.port };
    return new Promise((resolve, reject) => {
      const sent = rawRequest({ ...options, ...address, headers }, (answer) => {
        this.checkedText(options, answer).then((body) => {
          sent.destroy();
          resolve({ statusCode: answer.statusCode ?? 0, text: body });
        }, reject);
      });
      sent.on('error', reject);
      send(sent);
    });
  }

  private async checkedText(
    { method, path }: { method: string; path: string },
    answer: IncomingMessage,
  ): Promise<string> {
    const contentType = answer.headers['content-type'] ?? null;
    const body = await text(answer);
    const status = answer.statusCode ?? 0;
    await checkAnswer(this.installation.url, { method, path, status, contentType, text: body });
    return body;
  }
}
