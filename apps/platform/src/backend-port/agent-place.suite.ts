import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentBackend, AgentEngine, AgentHandle, AgentStart, BackendExit } from './backend.js';
import { WorkspaceFolders } from '../provisioning/launch/workspace-folder.js';

/** A platform that accepts every agent and remembers the token that each one registered with. */
export class HospitablePlatform {
  private readonly arrivals: { workspaceId: string; token: string; url: string }[] = [];
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.url === '/registry/register') {
      const { id, url } = JSON.parse(Buffer.concat(parts).toString()) as { id: string; url: string };
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      this.arrivals.push({ workspaceId: id, token, url });
      for (const wake of this.waiting.splice(0)) wake();
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  }

  static async at(host: string): Promise<HospitablePlatform> {
    const server = createServer();
    server.listen(0, host);
    await once(server, 'listening');
    return new HospitablePlatform(server, `http://${host}:${(server.address() as AddressInfo).port}`);
  }

  /** The address that an agent with this token registered with. */
  async arrival(token: string): Promise<string> {
    for (;;) {
      const found = this.arrivals.find((arrival) => arrival.token === token);
      if (found !== undefined) return found.url;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

/** Asks again until the answer fits; the test's own time limit ends it. */
export const until = async <T>(ask: () => Promise<T> | T, isSo: (answer: T) => boolean): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

export class ExitEvents {
  private readonly all: BackendExit[] = [];

  constructor(backend: AgentBackend) {
    backend.onExit((exit) => this.all.push(exit));
  }

  of(workspaceId: string, incarnation: number): BackendExit[] {
    return this.all.filter((exit) => exit.workspaceId === workspaceId && exit.incarnation === incarnation);
  }

  async first(workspaceId: string, incarnation: number): Promise<BackendExit> {
    const [exit] = await until(
      () => this.of(workspaceId, incarnation),
      (found) => found.length > 0,
    );
    return exit as BackendExit;
  }
}

/** Folders of this machine; some may be given to agents. */
export class SomeFolders {
  readonly path = mkdtempSync(join(tmpdir(), 'guildhall-folder-'));
  readonly given = this.made('given');
  readonly templates = this.made('templates');
  readonly dataDir = this.made('data-of-the-platform');
  readonly outside = mkdtempSync(join(tmpdir(), 'guildhall-outside-'));
  readonly givable = new WorkspaceFolders({
    allowed: [this.path],
    templates: [this.templates],
    dataDir: this.dataDir,
  });

  constructor() {
    chmodSync(this.path, 0o755);
  }

  remove(): void {
    for (const path of [this.path, this.outside]) rmSync(path, { recursive: true, force: true });
  }

  /** For every user, as one in a container is another one; with a file `note` in it. */
  private made(name: string): string {
    const path = join(this.path, name);
    mkdirSync(path);
    chmodSync(path, 0o777);
    writeFileSync(join(path, 'note'), `in ${name}`);
    return path;
  }
}

/** One place where agents run, and ways to reach it that a platform does not have. */
export interface Place {
  platform: HospitablePlatform;
  folders: SomeFolders;
  /** Another backend over the same place, as a platform has after it was killed. */
  open(): AgentEngine;
  /** Kills an agent from outside. */
  kill(handle: AgentHandle): Promise<void>;
  /** Runs a shell script as the agent itself might. */
  run(workspaceId: string, script: string): Promise<void>;
  clear(): Promise<void>;
}

export const startOf = (incarnation: number, more: Partial<AgentStart> = {}): AgentStart => ({
  workspaceId: randomUUID(),
  incarnation,
  name: 'Echo',
  tier: 2,
  runtime: 'command',
  command: 'cat',
  access: 'none',
  workspaceDir: null,
  reset: false,
  variables: new Map(),
  token: `token-${randomUUID()}`,
  ...more,
});
