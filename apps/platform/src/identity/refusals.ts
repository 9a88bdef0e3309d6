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
  'PAGE_UNKNOWN',
  'FORBIDDEN',
  'FOREIGN_WORKSPACE',
  'TALK_NOT_ALLOWED',
  'WRONG_ORIGIN',
  'LOGIN_LINK_INVALID',
]);

const windowMs = 60_000;
/** Kinds of refusals that are told apart within one window, of each credential; further ones are counted together. */
const kindsPerCaller = 50;
/** The route of the kind that counts what is not told apart. */
const anyRoute = { method: 'ANY', path: 'several', request: null } as const;

interface Kind extends RefusedAccess {
  count: number;
  since: string;
  until: string;
}

/**
 * Writes refused attempts into the log: the first of a kind at once, those of the minute after it together. Each known
 * credential has kinds of its own, and all callers without one share theirs: however often those are refused, no
 * refusal of a known credential is left out.
 */
@Injectable()
export class Refusals implements RefusalLog {
  /** Credential, or none, → its kinds. */
  private callers = new Map<string, Map<string, Kind>>();
  private flushing: NodeJS.Timeout | null = null;

  constructor(
    private readonly runner: CommandRunner,
    @InjectLogger() private readonly log: Logger,
  ) {}

  note(refused: RefusedAccess): void {
    if (!watched.has(refused.code)) return;
    const { principal } = refused;
    // Whoever has no credential could name another workspace each time.
    const told = principal === null ? { ...refused, workspaceId: null } : refused;
    const caller = principal?.credentialId ?? '';
    const kinds = this.callers.get(caller) ?? new Map<string, Kind>();
    this.callers.set(caller, kinds);
    const isKnown = kinds.has(keyOf(told)) || kinds.size < kindsPerCaller;
    this.count(kinds, isKnown ? told : { ...told, workspaceId: null, route: anyRoute });
  }

  /** Writes what was counted since the first of each kind. */
  async flush(): Promise<void> {
    if (this.flushing !== null) clearTimeout(this.flushing);
    this.flushing = null;
    const kinds = [...this.callers.values()].flatMap((own) => [...own.values()]);
    this.callers = new Map();
    await Promise.all(kinds.filter(({ count }) => count > 0).map((kind) => this.write(kind)));
  }

  private count(kinds: Map<string, Kind>, refused: RefusedAccess): void {
    const now = clock.instant();
    const kind = kinds.get(keyOf(refused));
    if (kind !== undefined) {
      kind.count += 1;
      kind.until = now;
      return;
    }
    kinds.set(keyOf(refused), { ...refused, count: 0, since: now, until: now });
    void this.write({ ...refused, count: 1, since: now, until: now });
    this.flushing ??= setTimeout(() => void this.flush(), windowMs).unref();
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

const keyOf = ({ code, route, workspaceId }: RefusedAccess): string =>
  [code, route.method, route.path, route.request, workspaceId].join('\n');
