import type { EventsFrame, LiveScope, Ordinal, Position, SubscribeRequest } from '@guildhall/contracts';

/** Where to continue from, and which fold the caller has. */
export interface SubscribeOptions {
  from?: Position;
  ordinal?: Ordinal;
  logId?: string;
  foldVersion?: number;
}

interface Held {
  position: Position;
  ordinal: Ordinal;
  logId: string | undefined;
  foldVersion: number | undefined;
}

/** What a subscription follows, and how far it has been applied. */
export class FollowedScope {
  private held: Held | null;

  constructor(
    readonly sub: string,
    private readonly scope: LiveScope,
    private readonly options: SubscribeOptions,
  ) {
    const { from, ordinal = 0, logId, foldVersion } = options;
    this.held = from === undefined ? null : { position: from, ordinal, logId, foldVersion };
  }

  /** Ordinal of the newest applied event; null: none yet. */
  get ordinal(): Ordinal | null {
    return this.held?.ordinal ?? null;
  }

  /** Asks for what follows; with nothing applied, for a snapshot. */
  request(): SubscribeRequest {
    const { sub, scope, held } = this;
    const foldVersion = this.options.foldVersion ?? held?.foldVersion;
    return {
      sub,
      scope,
      ...(held === null ? {} : { from: held.position }),
      ...(held?.logId === undefined ? {} : { logId: held.logId }),
      ...(foldVersion === undefined ? {} : { foldVersion }),
    };
  }

  isContinuedBy({ from }: EventsFrame): boolean {
    return this.held?.position === from;
  }

  startFrom({ position, ordinal, logId, foldVersion }: Held): void {
    this.held = { position, ordinal, logId, foldVersion };
  }

  advanceTo({ to, ordinal }: EventsFrame): void {
    if (this.held !== null) this.held = { ...this.held, position: to, ordinal };
  }

  /** The next request asks for a snapshot. */
  forget(): void {
    this.held = null;
  }
}
