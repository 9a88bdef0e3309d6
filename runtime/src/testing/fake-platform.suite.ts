import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
}

export interface FakeAnswer {
  status: number;
  body: unknown;
}

/** A platform with one answering function that records its requests. */
export class FakePlatform {
  readonly seen: SeenRequest[] = [];
  private waiting: { wanted: (request: SeenRequest) => boolean; resolve: (request: SeenRequest) => void }[] = [];

  private constructor(
    private server: Server,
    readonly port: number,
  ) {}

  /** Answers every call with 200 unless a test replaces it. */
  answer: (request: SeenRequest) => FakeAnswer | Promise<FakeAnswer> = () => ({ status: 200, body: { status: 'ok' } });

  static async start(port = 0): Promise<FakePlatform> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const platform = new FakePlatform(server, (server.address() as AddressInfo).port);
    platform.serve();
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The first request to the path, also an earlier one. */
  next(path: string, after = 0): Promise<SeenRequest> {
    const wanted = (request: SeenRequest): boolean => request.path === path && this.seen.indexOf(request) >= after;
    const known = this.seen.find(wanted);
    return known === undefined
      ? new Promise((resolve) => this.waiting.push({ wanted, resolve }))
      : Promise.resolve(known);
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private serve(): void {
    this.server.on('request', (request, response) => void this.take(request, response));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
    };
    this.seen.push(seen);
    const due = this.waiting.filter(({ wanted }) => wanted(seen));
    this.waiting = this.waiting.filter((each) => !due.includes(each));
    const answer = await this.answer(seen);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
    for (const { resolve } of due) resolve(seen);
  }
}
