import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { itemsOf } from '../config/addresses.js';
import { PlatformConfig } from '../config/platform.config.js';

/**
 * Pages that may act with a person's session. Our own addresses come from the configuration, never from the Host
 * header: a rebinding name would bring its own.
 */
@Injectable()
export class Origins {
  private readonly allowed = new Set<string>();

  constructor(config: PlatformConfig) {
    for (const origin of itemsOf(config.corsOrigins ?? '')) this.allowed.add(new URL(origin).origin);
    if (config.publicUrl !== undefined) this.allowed.add(new URL(config.publicUrl).origin);
  }

  /** Foreign origins that were configured: they need CORS. */
  get cors(): ReadonlySet<string> {
    return this.allowed;
  }

  /** Called when the port is known. */
  allowPort(port: number): void {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) this.allowed.add(`http://${host}:${port}`);
  }

  isAllowed(origin: string): boolean {
    return this.allowed.has(origin);
  }

  /** Programs send no Origin; a browser always does with a mutation. */
  require(origin: string | undefined): void {
    if (origin !== undefined && !this.isAllowed(origin))
      throw new GuildhallError('WRONG_ORIGIN', { origin: origin.slice(0, 200) });
  }
}
