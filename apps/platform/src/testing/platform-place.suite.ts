import 'reflect-metadata';
import type { AgentStatus, EventType, GraphWorkspace } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { jsonRequest, until } from '@guildhall/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readPlatformConfig } from '../config/platform.config.js';
import { PlatformAddress } from '../http/server/platform-address.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { PlatformProcess } from '../platform.process.js';
import { portTokens } from '../stores/injection.js';

export interface Answer {
  status: number;
  body: { code?: string; [name: string]: unknown };
}
export interface External {
  id: string;
  token: string;
}

/** A whole platform without agents of its own, asked over HTTP, that can be stopped and started on the same data. */
export class PlatformPlace {
  readonly adminToken = 'an-operator-of-this-test-0123456789';
  readonly dataDir = mkdtempSync(join(tmpdir(), 'guildhall-place-'));

  private constructor(
    private readonly environment: Record<string, string>,
    private current: PlatformProcess | null,
  ) {}

  static async started(environment: Record<string, string> = {}): Promise<PlatformPlace> {
    const place = new PlatformPlace(environment, null);
    await place.start();
    return place;
  }

  get platform(): PlatformProcess {
    if (this.current === null) throw new Error('the platform does not run');
    return this.current;
  }

  /** Where it really listens; `platform.url` may be that of a proxy. */
  get url(): string {
    return `http://127.0.0.1:${this.platform.app.get(PlatformAddress).port}`;
  }

  async start(): Promise<void> {
    const own = { PORT: '0', DATA_DIR: this.dataDir, ADMIN_TOKEN: this.adminToken, GUILDHALL_BACKEND: 'off' };
    const config = readPlatformConfig({ ...own, ...this.environment });
    this.current = await PlatformProcess.start(config, pino({ level: 'silent' }));
  }

  async stop(): Promise<void> {
    await this.current?.stop();
    this.current = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async ask(
    method: string,
    path: string,
    body?: object,
    token: string | null = this.adminToken,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await jsonRequest<Answer['body']>(this.url, method, path, token, body, headers);
    return { status: answer.status, body: answer.body };
  }

  /** A workspace for an agent of somebody else; without a `url` it is waited for, and has a token. */
  async external(name: string, more: object = {}): Promise<External> {
    const { body } = await this.ask('POST', '/workspaces', { name, external: true, ...more });
    const connection = body['connection'] as { auth_token: string } | undefined;
    return { id: body['id'] as string, token: connection?.auth_token ?? '' };
  }

  see(id: string): GraphWorkspace | undefined {
    return this.platform.app.get(OrgGraphs).find(id);
  }

  async comes(id: string, status: AgentStatus): Promise<void> {
    await until(`${id} to be ${status}`, () => this.see(id)?.status === status);
  }

  /** Data of all events of a type in the log, oldest first. */
  async recorded(type: EventType): Promise<Record<string, unknown>[]> {
    const store: EventStore = this.platform.app.get(portTokens.eventStore);
    const { events } = await store.readAll({ limit: 1_000 });
    return events.filter((event) => event.type === type).map(({ data }) => data as Record<string, unknown>);
  }
}
