import type { Leases } from '@guildhall/leases';
import { Injectable } from '@nestjs/common';
import { LogFreshness } from '../log/log-freshness.js';
import { InjectStores } from '../stores/injection.js';
import type { Stores } from '../stores/stores.js';

/** Where platforms that share a log agree on who has which reactor. */
export interface SharedReactors {
  store: Leases;
  holder: string;
  /** Resolves when this process's folds hold what was in the log when it was called; rejects when they cannot in time. */
  caughtUp(): Promise<void>;
}

@Injectable()
export class ReactorSharing {
  /** Null: there is no other platform. */
  readonly shared: SharedReactors | null;

  constructor(@InjectStores() { reactorLeases }: Pick<Stores, 'reactorLeases'>, freshness: LogFreshness) {
    this.shared = reactorLeases && { ...reactorLeases, caughtUp: () => freshness.caughtUp() };
  }
}
