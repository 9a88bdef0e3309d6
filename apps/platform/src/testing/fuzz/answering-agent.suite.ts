import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** What an agent sends back. `isCut`: the connection ends before the body does. */
export interface AgentAnswer {
  status: number;
  contentType: string;
  body: Buffer;
  isCut: boolean;
}

/** An agent that gives the answer prepared for its address, as often as it is asked. */
export class AnsweringAgent {
  /** Addresses that were asked. */
  readonly asked = new Set<string>();
  private readonly answers = new Map<string, AgentAnswer>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      request.resume().once('end', () => this.reply(request.url ?? '', response));
    });
  }

  static async listening(): Promise<AnsweringAgent> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new AnsweringAgent(server);
  }

  /** The address at which that answer is given. */
  prepare(name: string, answer: AgentAnswer): string {
    this.answers.set(`/${name}`, answer);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private reply(path: string, response: ServerResponse): void {
    this.asked.add(path.slice(1));
    const answer = this.answers.get(path);
    if (answer === undefined) return void response.writeHead(404).end();
    const { status, contentType, body, isCut } = answer;
    response.writeHead(status, {
      'content-type': contentType,
      ...(isCut ? { 'content-length': body.length + 1 } : {}),
    });
    response.write(body, () => (isCut ? response.destroy() : response.end()));
  }
}
