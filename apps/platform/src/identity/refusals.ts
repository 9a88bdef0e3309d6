import { defaultOrganisation, type ErrorCode } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { clock } from '../clock/clock.js';
import { CommandRunner } from '../commands/command-runner.js';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { InjectLogger } from '../stores/injection.js';
import type { RefusalLog, RefusedAccess } from '../auth/refusal-log.js';
import { credentialStream } from './credential.stream.js';

/** Refusals of callers who claimed an identity or a right that they do not have. */
const watched: ReadonlySet<string> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'TOKEN_REVOKED',
  'FORBIDDEN',
  'FOREIGN_WORKSPACE',
  'TALK_NOT_ALLOWED',
  'WRONG_ORIGIN',
  'LOGIN_LINK_INVALID',
]);

const windowMs = 60_000;
/** Kinds of refusals that are told apart within one window; further kinds only reach the log of the process. */
const kindsPerWindow = 200;

interface Kind extends RefusedAccess {
  count: number;
  since: string;
  until: string;
}

/** Writes refused attempts into the log: the first of a kind at once, those of the minute after it together. */
@Injectable()
export class Refusals implements RefusalLog {
  private kinds = new Map<string, Kind>();
  private flushing: NodeJS.Timeout | null = null;

  constructor(
    private readonly runner: CommandRunner,
    @InjectLogger() private readonly log: Logger,
  ) {}

  note(refused: RefusedAccess): void {
    if (!watched.has(refused.code)) return;
    const { code, route, workspaceId, principal } = refused;
    const key = [
      principal?.credentialId ?? '',
      code,
      route.method,
      route.path,
      route.request ?? '',
      workspaceId ?? '',
    ].join('\n');
    const now = clock.instant();
    const kind = this.kinds.get(key);
    if (kind !== undefined) {
      kind.count += 1;
      kind.until = now;
      return;
    }
    if (this.kinds.size >= kindsPerWindow) return void this.log.warn(refused, 'refused, and too many kinds to record');
    this.kinds.set(key, { ...refused, count: 0, since: now, until: now });
    void this.write({ ...refused, count: 1, since: now, until: now });
    this.flushing ??= setTimeout(() => void this.flush(), windowMs).unref();
  }

  /** Writes what was counted since the first of each kind. */
  async flush(): Promise<void> {
    if (this.flushing !== null) clearTimeout(this.flushing);
    this.flushing = null;
    const kinds = [...this.kinds.values()].filter(({ count }) => count > 0);
    this.kinds = new Map();
    await Promise.all(kinds.map((kind) => this.write(kind)));
  }

  private async write({ principal, code, route, workspaceId, count, since, until }: Kind): Promise<void> {
    const credentialId = principal?.credentialId ?? `unknown-${since.slice(0, 10)}`;
    const org = principal?.org ?? defaultOrganisation;
    const meta = systemMeta('refusals', { org, key: [newId()], correlationId: newId() });
    const command = { type: 'refused', credentialId, code, ...route, workspaceId, count, since, until } as const;
    try {
      await this.runner.run(credentialStream, credentialId, command, meta);
    } catch (error) {
      this.log.warn({ err: error, code, route, count }, 'a refused attempt could not be recorded');
    }
  }
}
